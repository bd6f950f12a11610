package io.alertrelay.arms;

import io.alertrelay.alert.Alert;
import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.Severity;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads one alert of a body.
 *
 * <ul>
 *   <li>An alert without labels has those that its group has in common; the same for annotations.
 *   <li>An alert without a {@code status} has that of its group.
 *   <li>A severity that only {@code commonLabels} states becomes a label of the alert, but no part of its key.
 * </ul>
 */
final class AlertReader {

    private final AlertKey key;
    private final Severity defaultSeverity;

    AlertReader(String integration, Severity defaultSeverity) {
        this.key = new AlertKey(integration);
        this.defaultSeverity = defaultSeverity;
    }

    Alert read(Fields alert, Group group) throws UnreadableWebhookException {
        Map<String, String> labels = group.labelsOr(alert.texts("labels"));
        Optional<String> fingerprint = alert.text("fingerprint");
        return new Alert(
                key.of(fingerprint, labels)
                        .orElseThrow(() -> Fields.unexpected(
                                alert.pathOf("labels"), "at least one label, or a fingerprint", "neither")),
                status(alert, group),
                SeverityWords.read(labels, group.labels()).orElse(defaultSeverity),
                withSeverity(labels, group.labels()),
                group.annotationsOr(alert.texts("annotations")),
                alert.text("startsAt"),
                alert.text("endsAt"),
                fingerprint);
    }

    private static AlertStatus status(Fields alert, Group group) throws UnreadableWebhookException {
        Optional<String> own = alert.text("status");
        Optional<String> word = own.or(group::status).map(String::strip);
        return Arrays.stream(AlertStatus.values())
                .filter(status -> word.filter(status.word()::equalsIgnoreCase).isPresent())
                .findFirst()
                .orElseThrow(() -> Fields.unexpected(
                        own.isEmpty() && word.isPresent() ? "status" : alert.pathOf("status"),
                        "firing or resolved",
                        word.isPresent() ? "another value" : "none, nor one of the body"));
    }

    private static Map<String, String> withSeverity(Map<String, String> labels, Map<String, String> commonLabels) {
        String own = labels.getOrDefault(SeverityWords.LABEL, "");
        String common = commonLabels.getOrDefault(SeverityWords.LABEL, "");
        if (common.isBlank() || !own.isBlank()) {
            return labels;
        }
        Map<String, String> all = new TreeMap<>(labels);
        all.put(SeverityWords.LABEL, common);
        return all;
    }
}
