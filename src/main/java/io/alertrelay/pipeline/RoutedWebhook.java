package io.alertrelay.pipeline;

import java.util.List;
import java.util.Optional;

/**
 * What came of a webhook.
 *
 * @param events due, in the order of the alerts in the body
 * @param decisions to be written before any event of it is sent, in order
 * @param quarantineCause why the body goes to quarantine besides (or instead); empty when all of it could be routed
 */
public record RoutedWebhook(
        List<RoutedEvent> events, List<DecisionRecord> decisions, Optional<String> quarantineCause) {
    public RoutedWebhook {
        events = List.copyOf(events);
        decisions = List.copyOf(decisions);
    }
}
