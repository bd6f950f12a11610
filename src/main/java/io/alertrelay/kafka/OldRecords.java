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
 * clock that is wrong deletes nothing as long as no record is made by it.
 */
public final class OldRecords {
    private final Admin admin;
    private final InstantSource clock;

    /** @param clock by which records are old */
    public OldRecords(Admin admin, InstantSource clock) {
        this.admin = admin;
        this.clock = clock;
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
        Map<TopicPartition, OffsetSpec> newest = new HashMap<>();
        upTo.keySet().forEach(partition -> newest.put(partition, OffsetSpec.maxTimestamp()));
        Map<TopicPartition, OffsetSpec> young = new HashMap<>();
        long now = clock.millis();
        admin.listOffsets(newest)
                .all()
                .get()
                .forEach((partition, found) -> young.put(
                        partition,
                        OffsetSpec.forTimestamp(Math.max(0, Math.min(now, found.timestamp()) - kept.toMillis()))));
        Map<TopicPartition, Long> left = new HashMap<>();
        Map<TopicPartition, RecordsToDelete> deletions = new HashMap<>();
        admin.listOffsets(young).all().get().forEach((partition, firstYoung) -> {
            long most = upTo.getOrDefault(partition, 0L);
            // None is young enough only if there is none at all.
            left.put(partition, firstYoung.offset() < 0 ? most : Math.min(most, firstYoung.offset()));
        });
        left.forEach((partition, first) -> deletions.put(partition, RecordsToDelete.beforeOffset(first)));
        admin.deleteRecords(deletions).all().get();
        return left;
    }
}
