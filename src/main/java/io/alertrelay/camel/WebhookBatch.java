package io.alertrelay.camel;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.Predicate;
import org.apache.camel.component.seda.SedaEndpoint;

/**
 * Takes together whatever waits, so that the acks of many decisions are waited for at once. A batch is complete when
 * nothing more waits in the queue from which they come, so none is ever left waiting for company; and when it is
 * large, which bounds memory.
 */
public final class WebhookBatch implements AggregationStrategy, Predicate {
    private static final int RECORDS = 500;
    private static final long BYTES = 4L << 20;

    @Override
    public Exchange aggregate(Exchange batch, Exchange next) {
        Polled record = next.getMessage().getBody(Polled.class);
        if (batch == null) {
            next.getMessage().setBody(new ArrayList<>(List.of(record)));
            return next;
        }
        records(batch).add(record);
        return batch;
    }

    @Override
    public boolean matches(Exchange batch) {
        List<Polled> records = records(batch);
        return ((SedaEndpoint) batch.getFromEndpoint()).getQueue().isEmpty()
                || records.size() >= RECORDS
                || records.stream().mapToLong(Polled::bytes).sum() >= BYTES;
    }

    @SuppressWarnings("unchecked")
    static List<Polled> records(Exchange batch) {
        return batch.getMessage().getBody(List.class);
    }
}
