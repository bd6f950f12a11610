package io.alertrelay.kafka;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Deletes the records of a topic that are past their retention. Kafka's own retention trusts the broker's clock; here a
 * record must be old both by the clock and compared with the newest record of its partition, so that a wrong clock
 * deletes nothing as long as no record is written by it. A record that such a clock dated in the future counts as old
 * as the records after it; otherwise it would keep all of them until that date.
 *
 * <p>The last record before those that stay is not deleted: what is stored after the first record of a partition was
 * never deleted, and so its time tells how far back the partition reaches, also where records are rare.
 */
public final class OldRecords {
    /** How many records of a partition are read at a time, where Kafka's search by time is not enough. */
    private static final long MOST_READ = 100_000;

    private final Admin admin;
    private final KafkaClients clients;
    private final InstantSource clock;
    private final Runnable progress;

    /**
     * @param admin stays open
     * @param clock decides what is old
     * @param progress called repeatedly while records are read, which may take minutes
     */
    public OldRecords(Admin admin, KafkaClients clients, InstantSource clock, Runnable progress) {
        this.admin = admin;
        this.clients = clients;
        this.clock = clock;
        this.progress = progress;
    }

    /**
     * Deletes the records that the group has committed and that are older than {@code kept}; both must hold.
     *
     * @return the first offset that is left, for each partition from which something may be deleted
     * @throws ExecutionException if the cluster refuses
     */
    public Map<TopicPartition, Long> deleteSettled(String topic, String group, Duration kept)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, Long> settled = new HashMap<>();
        for (Map.Entry<TopicPartition, OffsetAndMetadata> committed : admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get()
                .entrySet()) {
            if (committed.getKey().topic().equals(topic) && committed.getValue() != null) {
                settled.put(committed.getKey(), committed.getValue().offset());
            }
        }
        return delete(settled, kept);
    }

    /**
     * Deletes what is older than {@code kept}, whoever has read it.
     *
     * @return the first offset that is left, for each partition
     * @throws ExecutionException if the cluster refuses
     */
    public Map<TopicPartition, Long> delete(String topic, Duration kept)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> all =
                admin.describeTopics(List.of(topic)).allTopicNames().get().values().stream()
                        .flatMap(description -> description.partitions().stream())
                        .collect(Collectors.toMap(
                                partition -> new TopicPartition(topic, partition.partition()),
                                partition -> OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        admin.listOffsets(all).all().get().forEach((partition, end) -> ends.put(partition, end.offset()));
        return delete(ends, kept);
    }

    /** @param upTo offsets from which on nothing is deleted, however old it is */
    private Map<TopicPartition, Long> delete(Map<TopicPartition, Long> upTo, Duration kept)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> all = new HashMap<>();
        upTo.keySet().forEach(partition -> all.put(partition, OffsetSpec.earliest()));
        Map<TopicPartition, Long> starts = new HashMap<>();
        admin.listOffsets(all).all().get().forEach((partition, start) -> starts.put(partition, start.offset()));
        all.replaceAll((partition, earliest) -> OffsetSpec.maxTimestamp());
        Map<TopicPartition, Long> since = new HashMap<>();
        long now = clock.millis();
        admin.listOffsets(all)
                .all()
                .get()
                .forEach((partition, newest) ->
                        since.put(partition, Math.max(0, Math.min(now, newest.timestamp()) - kept.toMillis())));
        all.replaceAll((partition, newest) -> OffsetSpec.forTimestamp(since.getOrDefault(partition, 0L)));
        Map<TopicPartition, Long> left = new HashMap<>();
        Map<TopicPartition, Long> unsure = new HashMap<>();
        admin.listOffsets(all).all().get().forEach((partition, young) -> {
            long most = upTo.getOrDefault(partition, 0L);
            long first = Math.min(most, Math.max(young.offset() - 1, starts.getOrDefault(partition, most)));
            left.put(partition, first);
            // Kafka's search by time also finds none while a file with deleted records still exists, some of them
            // young.
            if (young.offset() < 0 || young.timestamp() > now) {
                unsure.put(partition, Math.min(most, first + MOST_READ));
            }
        });
        if (unsure.entrySet().stream().anyMatch(end -> end.getValue() > left.getOrDefault(end.getKey(), 0L))) {
            left.putAll(behindOldOnes(left, unsure, since, now));
        }
        Map<TopicPartition, RecordsToDelete> deletions = new HashMap<>();
        left.forEach((partition, first) -> deletions.put(partition, RecordsToDelete.beforeOffset(first)));
        admin.deleteRecords(deletions).all().get();
        return left;
    }

    /**
     * Reads records to find old ones at the start of each partition, including those after records dated in the future.
     *
     * @param since records before this time are old
     * @return the offset of the last old record, for each partition that has one
     */
    private Map<TopicPartition, Long> behindOldOnes(
            Map<TopicPartition, Long> from, Map<TopicPartition, Long> to, Map<TopicPartition, Long> since, long now) {
        Map<TopicPartition, Long> behind = new HashMap<>();
        try (TopicReader reader = new TopicReader(clients)) {
            to.forEach((partition, end) -> reader.readRaw(
                    Map.of(partition, from.getOrDefault(partition, end)), Map.of(partition, end), record -> {
                        progress.run();
                        boolean old = record.timestamp() < since.getOrDefault(partition, 0L);
                        if (old) {
                            behind.put(partition, record.offset());
                        }
                        return old || record.timestamp() > now;
                    }));
        }
        return behind;
    }
}
