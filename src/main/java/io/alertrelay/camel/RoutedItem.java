package io.alertrelay.camel;

import io.alertrelay.pipeline.RoutedWebhook;

/** A webhook between its decisions and its events. */
record RoutedItem(PolledWebhook source, RoutedWebhook routed) {}
