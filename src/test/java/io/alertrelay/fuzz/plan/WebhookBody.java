package io.alertrelay.fuzz.plan;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The body of a post in the shape of ARMS, and the way back from a text to the tag in it. */
public final class WebhookBody {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant EPOCH = Instant.parse("2026-11-22T02:13:00Z");
    private static final String BAD = "nobody understands this";
    private static final Pattern TAG = Pattern.compile("#(r\\d+\\.\\d+)#");

    private WebhookBody() {}

    /** What is posted. */
    public static String of(Post post) {
        boolean firing = post.alerts().stream().anyMatch(AlertVersion::firing);
        ObjectNode root = JSON.createObjectNode()
                .put("status", status(firing))
                .put("receiver", "relay")
                .put("externalURL", "https://example.com/1");
        root.putObject("groupLabels").put("alertname", "fuzz");
        root.putObject("commonLabels");
        root.putObject("commonAnnotations");
        ArrayNode alerts = root.putArray("alerts");
        post.alerts().forEach(version -> write(version, alerts.addObject()));
        return written(root, post.form());
    }

    /** Whether it is an alert that nobody can understand, and no other. */
    public static boolean bad(String alert) {
        return hasBad(alert) && tag(alert).isEmpty();
    }

    /** Whether such an alert is in it. */
    public static boolean hasBad(String body) {
        return body.contains(BAD);
    }

    private static String written(ObjectNode root, BodyForm form) {
        return switch (form) {
            case PLAIN, GZIP -> root.toString();
            case RAW_LINE_BREAKS -> root.toString().replace("# is not well", "#\n\tis not well\r\n");
            case BAD_ALERT -> {
                ArrayNode alerts = (ArrayNode) root.path("alerts");
                ObjectNode bad = alerts.insertObject(alerts.size() / 2);
                bad.put("status", "suppressed").put("labels", BAD).put("fingerprint", BAD);
                yield root.toString();
            }
        };
    }

    /** The tag of what a text tells of; empty text if there is none. */
    public static String tag(String text) {
        Matcher tag = TAG.matcher(text);
        return tag.find() ? tag.group(1) : "";
    }

    private static void write(AlertVersion version, ObjectNode alert) {
        alert.put("status", status(version.firing()));
        ObjectNode labels = alert.putObject("labels")
                .put("alertname", "告警 " + version.fingerprint())
                .put("severity", version.level().arms());
        if (!version.team().isEmpty()) {
            labels.put("team", version.team());
        }
        alert.putObject("annotations").put("message", "#" + version.tag() + "# is not well");
        Instant startsAt = EPOCH.plusSeconds(version.incident());
        alert.put("startsAt", startsAt.toString())
                .put("endsAt", startsAt.plusSeconds(300).toString())
                .put("fingerprint", version.fingerprint());
    }

    private static String status(boolean firing) {
        return firing ? "firing" : "resolved";
    }
}
