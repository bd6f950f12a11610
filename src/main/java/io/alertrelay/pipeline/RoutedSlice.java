package io.alertrelay.pipeline;

import io.alertrelay.record.DecisionRecord;
import java.util.List;

/**
 * The routing result of some of the alerts of a webhook.
 *
 * @param events due, in the order of the alerts in the body
 * @param decisions that must be written, in order, before any of the events is sent
 * @param setAside alerts that could not be routed, to be kept in quarantine
 * @param bytes the approximate memory it takes on its way to Kafka
 */
public record RoutedSlice(
        List<RoutedEvent> events, List<DecisionRecord> decisions, List<SetAsideAlert> setAside, long bytes) {
    public RoutedSlice {
        events = List.copyOf(events);
        decisions = List.copyOf(decisions);
        setAside = List.copyOf(setAside);
    }
}
