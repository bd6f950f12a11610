package io.alertrelay.testalert;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.Severity;
import io.alertrelay.pipeline.Pipelines;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * An alert that only asks whether alerts arrive. It says so wherever somebody may read it: in its name, its message and
 * a label.
 *
 * @param fingerprint its own: no other alert has it
 * @param by who asks
 * @param labels what the rules are to look at besides
 */
record TestAlert(String fingerprint, String by, Severity severity, Map<String, String> labels, Instant startsAt) {
    /** What its title begins with. */
    static final String MARK = "[Alert Relay test]";
    /** The label by which rules and people may know it; its value is who asks. */
    static final String LABEL = Pipelines.TEST_LABEL;

    private static final String NAME = "alertname";
    static final String SEVERITY = "severity";

    /** What it is called. */
    String name() {
        return MARK + " " + labels.getOrDefault(NAME, "by " + by);
    }

    /** The body that ARMS would post. */
    byte[] body(AlertStatus status, Instant now) {
        ObjectNode root = JsonNodeFactory.instance.objectNode().put("status", status.word());
        root.put("receiver", "relay");
        ObjectNode alert = root.putArray("alerts").addObject().put("status", status.word());
        ObjectNode all = alert.putObject("labels");
        new TreeMap<>(labels).forEach(all::put);
        all.put(NAME, name())
                .put(SEVERITY, severity.word().toLowerCase(Locale.ROOT))
                .put(LABEL, by);
        alert.putObject("annotations")
                .put(
                        "message",
                        MARK + " Sent by " + by + " to see whether alerts arrive; nothing is wrong." + " / 由 " + by
                                + " 发送的测试告警，用于验证告警是否送达，无需处理。");
        alert.put("startsAt", startsAt.toString()).put("fingerprint", fingerprint);
        if (status == AlertStatus.RESOLVED) {
            alert.put("endsAt", now.toString());
        }
        return root.toString().getBytes(StandardCharsets.UTF_8);
    }
}
