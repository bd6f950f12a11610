package io.alertrelay.arms;

import io.alertrelay.alert.Alert;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One webhook body, read. The maps are sorted by name and immutable.
 *
 * @param alerts in the order of the body, firing and resolved ones mixed; at least one
 * @param groupLabels what the sender grouped by
 * @param commonLabels the labels that all alerts of the sender's group share
 * @param commonAnnotations the annotations that they share
 * @param externalUrl the sender's page about the alerts, as received
 * @param receiver the sender's name for who receives this, as received
 */
public record Webhook(
        List<Alert> alerts,
        Map<String, String> groupLabels,
        Map<String, String> commonLabels,
        Map<String, String> commonAnnotations,
        Optional<String> externalUrl,
        Optional<String> receiver) {

    public Webhook {
        alerts = List.copyOf(alerts);
        groupLabels = sorted(groupLabels);
        commonLabels = sorted(commonLabels);
        commonAnnotations = sorted(commonAnnotations);
    }

    private static Map<String, String> sorted(Map<String, String> texts) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(texts));
    }
}
