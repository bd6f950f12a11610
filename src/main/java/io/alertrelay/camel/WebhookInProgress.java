package io.alertrelay.camel;

import io.alertrelay.pipeline.WebhookRouting;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A webhook that is routed slice by slice: how many of its slices are not stored yet. Its offset may move once all of
 * it is routed and all slices are stored. One thread makes the slices, another one stores them.
 */
final class WebhookInProgress {
    private final PolledWebhook source;
    private final WebhookRouting routing;
    /** The slices that are not stored, and one more while there will be further ones. */
    private final AtomicInteger open = new AtomicInteger(1);

    WebhookInProgress(PolledWebhook source, WebhookRouting routing) {
        this.source = source;
        this.routing = routing;
    }

    PolledWebhook source() {
        return source;
    }

    WebhookRouting routing() {
        return routing;
    }

    /** A slice was made, which is to be stored. */
    void made() {
        open.incrementAndGet();
    }

    /** There will be no further slices, or a slice is stored; returns whether that was the last that was missing. */
    boolean done() {
        return open.decrementAndGet() == 0;
    }
}
