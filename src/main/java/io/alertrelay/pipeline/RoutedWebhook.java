package io.alertrelay.pipeline;

import java.util.List;
import java.util.Optional;

/**
 * What came of a webhook.
 *
 * @param events due, in the order of the alerts in the body
 * @param quarantineCause why the body goes to quarantine besides (or instead); empty when all of it could be routed
 */
public record RoutedWebhook(List<RoutedEvent> events, Optional<String> quarantineCause) {
    public RoutedWebhook {
        events = List.copyOf(events);
    }
}
