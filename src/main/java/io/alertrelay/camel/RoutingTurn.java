package io.alertrelay.camel;

import io.alertrelay.pipeline.RoutableAlert;
import io.alertrelay.pipeline.WebhookSlice;
import java.util.Iterator;

/** What one turn of an integration routes: the body of an exchange of {@code routes/router.camel.yaml}. */
sealed interface RoutingTurn {
    Polled source();

    /** The next alerts of a webhook. The route splits it into these. */
    record OfSlice(UnderWayWebhook webhook, WebhookSlice slice) implements RoutingTurn, Iterable<RoutableAlert> {
        @Override
        public PolledWebhook source() {
            return webhook.source();
        }

        @Override
        public Iterator<RoutableAlert> iterator() {
            return slice;
        }
    }

    /** A webhook of which nothing can be routed, for that cause. */
    record OfUnroutable(PolledWebhook source, String cause) implements RoutingTurn {}

    /** A replayed event. */
    record OfReplay(PolledReplay source) implements RoutingTurn {}
}
