package io.alertrelay.camel;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.Predicate;
import org.apache.camel.component.seda.SedaEndpoint;

/**
 * Takes together whatever waits, so that the acks of many decisions are waited for at once. A batch is complete when
 * nothing more waits in the queue from which the webhooks come, so none is ever left waiting for company; and when it is
 * large, which bounds memory.
 */
public final class WebhookBatch implements AggregationStrategy, Predicate {
    private static final int WEBHOOKS = 500;
    private static final long BYTES = 4L << 20;

    @Override
    public Exchange aggregate(Exchange batch, Exchange next) {
        PolledWebhook webhook = next.getMessage().getBody(PolledWebhook.class);
        if (batch == null) {
            next.getMessage().setBody(new ArrayList<>(List.of(webhook)));
            return next;
        }
        webhooks(batch).add(webhook);
        return batch;
    }

    @Override
    public boolean matches(Exchange batch) {
        List<PolledWebhook> webhooks = webhooks(batch);
        return ((SedaEndpoint) batch.getFromEndpoint()).getQueue().isEmpty()
                || webhooks.size() >= WEBHOOKS
                || webhooks.stream().mapToLong(PolledWebhook::bytes).sum() >= BYTES;
    }

    @SuppressWarnings("unchecked")
    static List<PolledWebhook> webhooks(Exchange batch) {
        return batch.getMessage().getBody(List.class);
    }
}
