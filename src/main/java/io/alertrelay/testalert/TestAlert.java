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
 * An alert that only tests whether alerts arrive. Its name, its message and a label say so wherever somebody may read
 * it.
 *
 * @param fingerprint unique to it
 * @param by who asks
 * @param labels further labels for the rules
 */
record TestAlert(String fingerprint, String by, Severity severity, Map<String, String> labels, Instant startsAt) {
    /** The beginning of its title. */
    static final String MARK = "[Alert Relay test]";
    /** The label by which rules and people recognize it; its value is who asks. */
    static final String LABEL = Pipelines.TEST_LABEL;

    private static final String NAME = "alertname";
    static final String SEVERITY = "severity";

    /** Its name. */
    String name() {
        return MARK + " " + labels.getOrDefault(NAME, "by " + by);
    }

    /** The body that ARMS would post for it. */
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
