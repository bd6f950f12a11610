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
 * Deletes the records of a topic that are older than they need to be kept. Kafka could do that itself, but takes
 * whatever its clock says: here a record must be old by the clock and beside the newest one of its partition, so that a
 * clock that is wrong deletes nothing as long as no record is made by it. A record that such a clock has dated in the future
 * is as old as those behind it; otherwise it would keep all of them until its date.
 */
public final class OldRecords {
    /** Records of a partition that are read at a time, where Kafka's answer is not enough. */
    private static final long MOST_READ = 100_000;

    private final Admin admin;
    private final KafkaClients clients;
    private final InstantSource clock;
    private final Runnable progress;

    /**
     * @param admin stays open
     * @param clock by which records are old
     * @param progress is run again and again while records are read, which may take minutes
     */
    public OldRecords(Admin admin, KafkaClients clients, InstantSource clock, Runnable progress) {
        this.admin = admin;
        this.clients = clients;
        this.clock = clock;
        this.progress = progress;
    }

    /**
     * Deletes what the group has committed and what is older than {@code kept}; a record of which only one is true
     * stays.
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
            long first = Math.min(most, Math.max(young.offset(), starts.getOrDefault(partition, most)));
            left.put(partition, first);
            // Kafka says that there is none, too, while it still has a file of deleted ones of which some are young.
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
     * Reads records, and looks for old ones at the begin, also behind those of the future.
     *
     * @param since what is older than this is old
     * @return the offset behind the last old one, of each partition that has one
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
                            behind.put(partition, record.offset() + 1);
                        }
                        return old || record.timestamp() > now;
                    }));
        }
        return behind;
    }
}
