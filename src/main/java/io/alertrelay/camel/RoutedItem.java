package io.alertrelay.camel;

import io.alertrelay.pipeline.ReplayDecision;
import io.alertrelay.pipeline.RoutedWebhook;

/** A webhook, or a replayed event, between its decisions and its events. */
sealed interface RoutedItem {
    Polled source();

    /** A webhook. */
    record OfWebhook(PolledWebhook source, RoutedWebhook routed) implements RoutedItem {}

    /** A replayed event. */
    record OfReplay(PolledReplay source, ReplayDecision decision) implements RoutedItem {}
}
