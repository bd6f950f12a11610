package io.alertrelay.camel;

import io.alertrelay.pipeline.ReplayDecision;
import io.alertrelay.pipeline.RoutedSlice;
import java.util.Optional;

/** A webhook, or a replayed event, between its decisions and its events. */
sealed interface RoutedItem {
    Polled source();

    /**
     * A webhook.
     *
     * @param quarantineCause why nothing of it is routed; empty if it is
     */
    record OfWebhook(PolledWebhook source, RoutedSlice routed, Optional<String> quarantineCause)
            implements RoutedItem {}

    /** A replayed event. */
    record OfReplay(PolledReplay source, ReplayDecision decision) implements RoutedItem {}
}
