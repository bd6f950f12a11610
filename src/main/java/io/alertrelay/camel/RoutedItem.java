package io.alertrelay.camel;

import io.alertrelay.pipeline.ReplayDecision;
import io.alertrelay.pipeline.RoutedSlice;

/** A slice of a webhook, or a replayed event, between its decisions and its events. */
sealed interface RoutedItem {
    PolledRecord source();

    /** The memory that it takes until it is stored. */
    RoutingRoom.Share room();

    /** Some of the alerts of a webhook. */
    record OfSlice(WebhookInProgress webhook, RoutedSlice routed, RoutingRoom.Share room) implements RoutedItem {
        @Override
        public PolledWebhook source() {
            return webhook.source();
        }
    }

    /** A webhook of which nothing can be routed, for that cause. */
    record Unroutable(PolledWebhook source, String cause, RoutingRoom.Share room) implements RoutedItem {}

    /** A replayed event. */
    record OfReplay(PolledReplay source, ReplayDecision decision, RoutingRoom.Share room) implements RoutedItem {}
}
