package io.alertrelay.fuzz.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Draws what one sender posts. */
final class SenderDraw {
    /** Most are as ARMS sends them. */
    private static final List<BodyForm> FORMS = List.of(
            BodyForm.PLAIN,
            BodyForm.PLAIN,
            BodyForm.PLAIN,
            BodyForm.PLAIN,
            BodyForm.PLAIN,
            BodyForm.GZIP,
            BodyForm.RAW_LINE_BREAKS,
            BodyForm.BAD_ALERT);

    private static final int MOST_TINY = 2_000;

    private final RandomGenerator random;
    private final Supplier<String> tags;

    /** @param tags a new one each time */
    SenderDraw(RandomGenerator random, Supplier<String> tags) {
        this.random = random;
        this.tags = tags;
    }

    List<Post> posts() {
        String integration =
                random.nextInt(4) == 0 ? Names.DEDICATED : Names.SHARED.get(random.nextInt(Names.SHARED.size()));
        List<AlertLife> alerts = new ArrayList<>();
        for (int i = 3 + random.nextInt(6); i > 0; i--) {
            alerts.add(alert(integration));
        }
        boolean insistent = random.nextBoolean();
        int haste = 1 + random.nextInt(60);
        List<Post> posts = new ArrayList<>();
        for (int i = 15 + random.nextInt(20); i > 0; i--) {
            List<AlertVersion> versions = versions(alerts);
            boolean repeatable = eachAlertOnce(versions);
            Post post = new Post(
                    integration,
                    versions,
                    insistent && repeatable,
                    random.nextInt(haste),
                    FORMS.get(random.nextInt(FORMS.size())));
            posts.add(post);
            if (repeatable && random.nextInt(20) == 0) {
                posts.add(post);
            }
        }
        if (random.nextInt(20) == 0) {
            posts.add(random.nextInt(posts.size()), thousands(integration));
        }
        return posts;
    }

    /** Many alerts in one body, each of which fires once. */
    private Post thousands(String integration) {
        List<AlertVersion> versions = new ArrayList<>();
        for (int i = MOST_TINY / 2 + random.nextInt(MOST_TINY / 2); i > 0; i--) {
            versions.add(alert(integration).next(tags.get(), random));
        }
        return new Post(integration, versions, false, 0, BodyForm.PLAIN);
    }

    private AlertLife alert(String integration) {
        String digits = "%08x%08x%016x".formatted(random.nextInt(), random.nextInt(), random.nextLong());
        String fingerprint =
                random.nextInt(15) == 0 ? AlertVersion.POISON + digits.substring(4) : "a" + digits.substring(1);
        return new AlertLife(
                integration,
                fingerprint,
                Names.TEAMS.get(random.nextInt(Names.TEAMS.size())),
                Level.values()[random.nextInt(Level.values().length)]);
    }

    /** Otherwise a repeated body would take an alert back to what it was before, and no order could be told. */
    private static boolean eachAlertOnce(List<AlertVersion> versions) {
        return versions.stream().map(AlertVersion::alertKey).distinct().count() == versions.size();
    }

    /** One alert may stand in a body more than once: what it went through since the last. */
    private List<AlertVersion> versions(List<AlertLife> alerts) {
        List<AlertVersion> versions = new ArrayList<>();
        int count = random.nextInt(3) == 0 ? 1 + random.nextInt(4) : 1;
        for (int i = 0; i < count; i++) {
            versions.add(alerts.get(random.nextInt(alerts.size())).next(tags.get(), random));
        }
        return versions;
    }
}
