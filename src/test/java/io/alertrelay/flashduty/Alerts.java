package io.alertrelay.flashduty;

import io.alertrelay.alert.Alert;
import io.alertrelay.alert.AlertLinks;
import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.Severity;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Alerts for tests. */
final class Alerts {

    private Alerts() {}

    static Alert firing(Map<String, String> labels, Map<String, String> annotations) {
        return alert(AlertStatus.FIRING, Severity.WARNING, labels, annotations);
    }

    static Alert alert(
            AlertStatus status, Severity severity, Map<String, String> labels, Map<String, String> annotations) {
        return new Alert(
                "arms:1234",
                status,
                severity,
                labels,
                annotations,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The alert with these links. */
    static Alert linked(Alert alert, AlertLinks links) {
        return new Alert(
                alert.key(),
                alert.status(),
                alert.severity(),
                alert.labels(),
                alert.annotations(),
                alert.startsAt(),
                alert.endsAt(),
                alert.fingerprint(),
                links);
    }

    static Alert named(String alertname) {
        return firing(Map.of("alertname", alertname), Map.of());
    }

    /** Labels {@code prefix0}, {@code prefix1} and so on. */
    static Map<String, String> labels(String prefix, int count) {
        Map<String, String> labels = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            labels.put(prefix + i, "v" + i);
        }
        return labels;
    }

    static Event standard(Alert alert) {
        EventTemplate plain = new EventTemplate(Optional.empty(), Optional.empty(), Map.of(), Optional.empty());
        return new EventBuilder(plain).build(alert, "");
    }
}
