package io.alertrelay.repair;

import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.kafka.WebhookPartitions;
import io.alertrelay.reading.StartException;
import java.util.Map;

/**
 * The partitions of webhooks that the relays use, for somebody who stores webhooks without being one of them: as long
 * as they do not change. The topic may have some that are not in use: nothing of these is routed. For one thread.
 */
final class AgreedPartitions implements AutoCloseable {
    private final TopicNames names;
    private final TopicReader reader;
    private final WebhookPartitions partitions;
    private final int count;
    private long next;

    /** @throws StartException if they are being changed */
    AgreedPartitions(KafkaClients clients, TopicNames names) throws StartException {
        this.names = names;
        this.reader = new TopicReader(clients);
        try {
            this.partitions = new WebhookPartitions(
                    Math.max(1, reader.starts(names.webhooks()).size()));
            read();
            this.count = partitions.count();
            standing();
        } catch (StartException | RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    /**
     * The partition of an integration now; to be asked before each webhook that is stored.
     *
     * @throws StartException if they were changed since, or are being changed
     */
    int of(String integration) throws StartException {
        read();
        return standing().of(integration);
    }

    private WebhookPartitions standing() throws StartException {
        if (partitions.underWay().isPresent() || partitions.count() != count) {
            throw new StartException("the partitions of " + names.webhooks()
                    + " are being raised; try again when that has ended, within half a minute");
        }
        return partitions;
    }

    private void read() {
        String topic = names.relays();
        long end = reader.ends(topic).getOrDefault(0, 0L);
        // One that ends earlier is another topic of that name.
        long from = end < next ? 0 : next;
        if (end > from) {
            reader.read(topic, Map.of(0, from), Map.of(0, end), record -> {
                partitions.read(record);
                return true;
            });
        }
        next = end;
    }

    @Override
    public void close() {
        reader.close();
    }
}
