package io.alertrelay.guarantee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.alertrelay.app.App;
import io.alertrelay.guarantee.Posts.Change;
import io.alertrelay.sandbox.Received;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Relays that share the work share the rate of Flashduty's account. */
class AccountRateIT {
    private static final int PER_SECOND = 10;
    private static final List<String> CHANNELS =
            IntStream.range(0, 6).mapToObj(i -> "channel" + i).toList();
    private static final int ALERTS = 20;

    @TempDir
    private Path folder;

    private Rig rig;
    private Posts posts;

    @BeforeEach
    void start() throws Exception {
        rig = Rig.withAccountRate(folder, CHANNELS, PER_SECOND * 60 + "/min");
        posts = new Posts(rig::relay);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void twoRelaysTogetherStayUnderItAndOneLendsWhatItDoesNotNeed() throws Exception {
        App first = rig.start();
        App second = rig.start();
        // Kafka deals the channels out by chance, and may give all to one.
        while (!bothDeliver(first, second)) {
            rig.stop(second);
            second = rig.start();
        }
        App other = second;
        Instant begun = Instant.now();
        int beforeTheStorm = received().size();
        AtomicInteger storm = new AtomicInteger();
        // It lasts until the other has lent its part, however slow the machine is.
        await().until(() -> {
            if (storm.get() - (received().size() - beforeTheStorm) < 4 * PER_SECOND) {
                posts.post(
                        Rig.to(CHANNELS.get(0)),
                        IntStream.range(0, PER_SECOND)
                                .mapToObj(i -> new Change("storm" + storm.incrementAndGet(), "firing", "critical"))
                                .toList());
            }
            // Which of them has the channel, may still change.
            double part = part(first);
            return Math.max(part, part(other)) > 0.85 && Math.min(part, part(other)) < 0.15;
        });
        await().until(() -> received().size() == beforeTheStorm + storm.get());
        staysUnderIt(begun, storm.get());

        int before = received().size();
        Instant from = Instant.now();

        posts.post(
                Rig.TO_ALL,
                IntStream.range(0, ALERTS)
                        .mapToObj(i -> new Change("alert" + i, "firing", "critical"))
                        .toList());
        await().until(() -> received().size() == before + ALERTS * CHANNELS.size());

        staysUnderIt(from, ALERTS * CHANNELS.size());
        // What the two show is of different moments.
        await().until(() -> part(first) + part(other) < 1.01);
    }

    /** Each relay has a second of its part in reserve after a pause. */
    private void staysUnderIt(Instant from, int sent) {
        Instant to = received().stream()
                .map(Received::receivedAt)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        double allowed = PER_SECOND * Duration.between(from, to).toMillis() / 1000.0;
        assertThat((double) sent).isLessThanOrEqualTo(allowed + PER_SECOND + 2);
    }

    private static double part(App relay) {
        return Rig.client(relay).health().path("account_part").asDouble();
    }

    private boolean bothDeliver(App first, App second) {
        for (App relay : List.of(first, second)) {
            await().until(() -> Rig.client(relay).health().path("relays").asInt() == 2);
        }
        int before = received().size();
        Instant trial = Instant.now();
        posts.firing(Rig.TO_ALL, "trial", "info");
        await().until(() -> received().size() == before + CHANNELS.size());
        // Health is gathered once a second.
        await().until(() -> CHANNELS.stream()
                .allMatch(name -> deliveredLast(first, name).isAfter(trial)
                        || deliveredLast(second, name).isAfter(trial)));
        // The first one still says when it delivered to channels that the second one has now.
        return CHANNELS.stream()
                                .filter(name -> deliveredLast(first, name).isAfter(deliveredLast(second, name)))
                                .count()
                        % CHANNELS.size()
                != 0;
    }

    private static Instant deliveredLast(App relay, String channel) {
        JsonNode at = Rig.client(relay).channel(channel).path("last_delivered_at");
        return at.isTextual() ? Instant.parse(at.asText()) : Instant.MIN;
    }

    private List<Received> received() {
        return CHANNELS.stream()
                .flatMap(channel -> rig.arrivals(channel).all().stream())
                .toList();
    }
}
