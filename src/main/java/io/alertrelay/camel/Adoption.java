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
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * The take-over of open alerts by a new partition of webhooks, from the one that its integrations had before: of the
 * alerts that are open there once everything in it is routed. Until then nothing of the new partition is routed, so the
 * take-over may be repeated. A partition that is itself new first takes over, so that of two raises in a row the later
 * one loses nothing.
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
     * Waits until the other partition has taken over from its own parent, if it has one, and is routed completely.
     *
     * @param partition that waits for it
     * @throws KafkaException if Kafka does not answer; it is retried
     */
    void awaitRouted(int parent, int partition) throws InterruptedException {
        try (TopicReader reader = new TopicReader(clients);
                Admin admin = clients.admin()) {
            if (partitions.awaitUsed(parent).isPresent()) {
                awaitAdopted(reader, new GroupOffsets(admin), parent, partition);
            }
            for (String topic : List.of(topics.webhooks(), topics.replayed())) {
                TopicPartition from = new TopicPartition(topic, parent);
                awaitCommitted(new GroupOffsets(admin), from, reader.start(from), reader.end(from), partition);
            }
        } catch (ExecutionException e) {
            throw new KafkaException("how far routing is can't be known now", e.getCause());
        }
    }

    private void awaitAdopted(TopicReader reader, GroupOffsets offsets, int parent, int partition)
            throws ExecutionException, InterruptedException {
        String what = "waiting until " + topics.webhooks() + "-" + parent + " has taken over, for " + topics.webhooks()
                + "-" + partition;
        try (StateReads.Read wait = clients.reads().begin(what, 0, 1)) {
            while (!hasAdopted(reader, parent) && !hasRouted(offsets, parent)) {
                TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
            }
            wait.at(1);
        }
    }

    private boolean hasAdopted(TopicReader reader, int partition) {
        TopicPartition decisions = new TopicPartition(topics.decisions(), partition);
        AtomicBoolean all = new AtomicBoolean();
        reader.read(
                topics.decisions(),
                Map.of(partition, reader.start(decisions)),
                Map.of(partition, reader.end(decisions)),
                record -> {
                    all.compareAndSet(false, DecisionRecord.isAllAdopted(record));
                    return !all.get();
                });
        return all.get();
    }

    /** That comes after it has taken over, even if the topic of decisions, with the record of that, was lost since. */
    private boolean hasRouted(GroupOffsets offsets, int partition) throws ExecutionException, InterruptedException {
        return offsets.committed(topics.routingGroup(), topics.webhooks()).getOrDefault(partition, 0L) > 0;
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
