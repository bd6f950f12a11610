package io.alertrelay.arms;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a body says about all of its alerts. The maps are sorted by name and immutable.
 *
 * @param groupLabels what the sender grouped by
 * @param labels {@code commonLabels}, the labels that all alerts of the sender's group share
 * @param annotations {@code commonAnnotations}, the annotations that they share
 * @param externalUrl the sender's page about the alerts, as received
 * @param receiver the sender's name for who receives this, as received
 */
public record CommonFields(
        Map<String, String> groupLabels,
        Map<String, String> labels,
        Map<String, String> annotations,
        Optional<String> externalUrl,
        Optional<String> receiver) {

    public CommonFields {
        groupLabels = sorted(groupLabels);
        labels = sorted(labels);
        annotations = sorted(annotations);
    }

    private static Map<String, String> sorted(Map<String, String> texts) {
        return texts.isEmpty() ? Collections.emptySortedMap() : Collections.unmodifiableSortedMap(new TreeMap<>(texts));
    }
}
