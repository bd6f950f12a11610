package io.alertrelay.camel;

import io.alertrelay.pipeline.WebhookRouting;

/** A webhook that is routed slice by slice. Its offset may move once all its {@link #slices} are stored. */
final class WebhookInProgress {
    private final PolledWebhook source;
    private final WebhookRouting routing;
    private final OpenSlices slices = new OpenSlices();

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

    /** What of it is not stored yet; may be kept for long, unlike the webhook with its body. */
    OpenSlices slices() {
        return slices;
    }
}
