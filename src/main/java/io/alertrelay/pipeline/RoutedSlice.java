package io.alertrelay.pipeline;

import io.alertrelay.record.DecisionRecord;
import java.util.List;

/**
 * What came of some of the alerts of a webhook, one after the other.
 *
 * @param events due, in the order of the alerts in the body
 * @param decisions to be written before any event of it is sent, in order
 * @param setAside alerts that could not be routed, to be kept in quarantine
 * @param bytes that all of it takes in memory, about, on its way to Kafka
 */
public record RoutedSlice(
        List<RoutedEvent> events, List<DecisionRecord> decisions, List<SetAsideAlert> setAside, long bytes) {
    public RoutedSlice {
        events = List.copyOf(events);
        decisions = List.copyOf(decisions);
        setAside = List.copyOf(setAside);
    }
}
