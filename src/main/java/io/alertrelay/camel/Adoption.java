package io.alertrelay.camel;

import io.alertrelay.kafka.GroupOffsets;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.StateReads;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.kafka.TopicWriter;
import io.alertrelay.kafka.WebhookPartitions;
import io.alertrelay.pipeline.DecisionHistory;
import io.alertrelay.pipeline.Pipelines;
import io.alertrelay.record.DecisionRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * The take-over of open alerts by a new partition of webhooks, from the one that its integrations had before: of the
 * alerts that are open there once everything in it is routed. Until then nothing of the new partition is routed, so the
 * take-over may be repeated.
 */
final class Adoption {
    private static final long LOOK_AGAIN_MILLIS = 100;

    private final KafkaClients clients;
    private final TopicNames topics;
    private final WebhookPartitions partitions;

    Adoption(KafkaClients clients, TopicNames topics, WebhookPartitions partitions) {
        this.clients = clients;
        this.topics = topics;
        this.partitions = partitions;
    }

    /**
     * Waits until the other partition is routed completely.
     *
     * @param partition that waits for it
     * @throws KafkaException if Kafka does not answer; it is retried
     */
    void awaitRouted(int parent, int partition) throws InterruptedException {
        try (TopicReader reader = new TopicReader(clients);
                Admin admin = clients.admin()) {
            for (String topic : List.of(topics.webhooks(), topics.replayed())) {
                TopicPartition from = new TopicPartition(topic, parent);
                awaitCommitted(new GroupOffsets(admin), from, reader.start(from), reader.end(from), partition);
            }
        } catch (ExecutionException e) {
            throw new KafkaException("how far routing is can't be known now", e.getCause());
        }
    }

    private void awaitCommitted(GroupOffsets offsets, TopicPartition parent, long start, long end, int partition)
            throws ExecutionException, InterruptedException {
        String what = "waiting until " + parent + " is routed, for " + topics.webhooks() + "-" + partition;
        try (StateReads.Read wait = clients.reads().begin(what, start, end)) {
            long committed = start;
            while (committed < end) {
                committed = offsets.committed(topics.routingGroup(), parent.topic())
                        .getOrDefault(parent.partition(), start);
                wait.at(committed);
                TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
            }
        }
    }

    /**
     * Records the alerts as open in the new partition.
     *
     * @param there what is open in the other partition
     * @throws KafkaException if it can't be written; it is retried
     */
    void write(int parent, int partition, DecisionHistory there) throws InterruptedException {
        List<Future<?>> acks = new ArrayList<>();
        try (TopicWriter writer = new TopicWriter(clients)) {
            there.forEachOpen((key, alert) -> {
                if (partitions.movedTo(partition, Pipelines.integrationOf(key, alert))) {
                    acks.add(writer.begin(topics.decisions(), partition, DecisionRecord.adopted(key, alert, parent)));
                }
            });
            await(acks);
            await(List.of(writer.begin(topics.decisions(), partition, DecisionRecord.allAdopted(acks.size(), parent))));
        }
    }

    private static void await(List<? extends Future<?>> acks) throws InterruptedException {
        try {
            for (Future<?> ack : acks) {
                ack.get();
            }
        } catch (ExecutionException e) {
            throw new KafkaException("open alerts can't be taken over now", e.getCause());
        }
    }
}
