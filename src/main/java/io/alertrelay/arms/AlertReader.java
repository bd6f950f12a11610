package io.alertrelay.arms;

import io.alertrelay.alert.Alert;
import io.alertrelay.alert.AlertLinks;
import io.alertrelay.alert.AlertStatus;
import io.alertrelay.arms.AlertGroup.Readable;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads one alert of a body.
 *
 * <ul>
 *   <li>An alert without labels has those that its group has in common; the same for annotations.
 *   <li>An alert without a {@code status} has that of its group.
 *   <li>An alert whose severity says that it is over is resolved, whatever its status.
 *   <li>A {@code startsAt} longer than any time is cut: it is kept, and written again, with each event of the alert.
 *   <li>A severity that only {@code commonLabels} states becomes a label of the alert, but no part of its key.
 * </ul>
 */
final class AlertReader {

    /** As a label's value: Flashduty has as much of it to tell incidents apart, so no two become one by this. */
    private static final int STARTS_AT = 2_048;

    private final AlertKey key;
    private final SeverityWords severities;

    AlertReader(String integration, SeverityWords severities) {
        this.key = new AlertKey(integration);
        this.severities = severities;
    }

    Alert read(Sender sender, BodyFields alert, AlertGroup group) throws UnreadableWebhookException {
        Map<String, String> own = alert.texts("labels");
        Map<String, String> labels = own.isEmpty() ? group.labels().get() : own;
        Map<String, String> annotations = alert.remarks("annotations");
        Map<String, String> common = group.severityLabels();
        Optional<String> fingerprint = alert.text("fingerprint");
        Optional<StatedSeverity> stated = severities.read(sender, labels, common);
        AlertStatus status = status(alert, group);
        return new Alert(
                // All labels of the group count for the key, including those that had to be cut.
                key.of(fingerprint, () -> own.isEmpty() ? group.identity() : AlertKey.identity(own))
                        .orElseThrow(() -> BodyFields.unexpected(
                                alert.pathOf("labels"), "at least one label, or a fingerprint", "neither")),
                stated.filter(StatedSeverity.OK::equals).isPresent() ? AlertStatus.RESOLVED : status,
                severities.severity(stated),
                withSeverity(labels, common),
                annotations.isEmpty() ? group.annotations().get() : annotations,
                alert.text("startsAt").map(AlertReader::bounded),
                alert.text("endsAt"),
                fingerprint,
                new AlertLinks(
                        // No alert is refused for it: it is for people.
                        Readable.of(() -> alert.text("generatorURL"), Optional.<String>empty())
                                .value(),
                        group.common().externalUrl()));
    }

    private static String bounded(String startsAt) {
        if (startsAt.length() <= STARTS_AT) {
            return startsAt;
        }
        int end = Character.isHighSurrogate(startsAt.charAt(STARTS_AT - 1)) ? STARTS_AT - 1 : STARTS_AT;
        return startsAt.substring(0, end);
    }

    private static AlertStatus status(BodyFields alert, AlertGroup group) throws UnreadableWebhookException {
        Optional<String> own = alert.text("status");
        Optional<String> word = (own.isPresent() ? own : group.status().get()).map(String::strip);
        for (AlertStatus status : AlertStatus.values()) {
            if (status.word().equalsIgnoreCase(word.orElse(""))) {
                return status;
            }
        }
        throw BodyFields.unexpected(
                own.isEmpty() && word.isPresent() ? "status" : alert.pathOf("status"),
                "firing or resolved",
                word.isPresent() ? "another value" : "none, nor one of the body");
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
