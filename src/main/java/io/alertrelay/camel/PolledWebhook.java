package io.alertrelay.camel;

import io.alertrelay.pipeline.OpenAlerts;
import io.alertrelay.record.WebhookRecord;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.TopicPartition;

/**
 * A record of the webhooks topic, as it was handed out.
 *
 * @param open the state of its partition at that time: distinguishes records handed out before a rewind or a rebalance
 *     from those after it; empty if the partition was lost meanwhile
 */
record PolledWebhook(RecordPosition position, Optional<OpenAlerts> open, WebhookRecord webhook)
        implements PolledRecord {
    @Override
    public String receipt() {
        return webhook.receipt().toString();
    }

    @Override
    public BooleanSupplier asLongAsCurrent(OpenAlertsByPartition openAlerts) {
        TopicPartition partition = position.partition();
        Optional<OpenAlerts> then = open;
        return () -> OpenAlertsByPartition.same(then, openAlerts.of(partition));
    }

    @Override
    public boolean placed(OpenAlertsByPartition openAlerts) {
        return true;
    }

    @Override
    public int bytes() {
        return webhook.body().length;
    }
}
