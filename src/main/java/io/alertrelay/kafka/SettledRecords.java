package io.alertrelay.kafka;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Deletes the records of a topic that are both older than they need to be kept and settled by their group. */
public final class SettledRecords {
    private final Admin admin;
    private final Clock clock;

    public SettledRecords(Admin admin, Clock clock) {
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
    public Map<TopicPartition, Long> delete(String topic, String group, Duration kept)
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
        Map<TopicPartition, OffsetSpec> young = new HashMap<>();
        long oldest = clock.instant().minus(kept).toEpochMilli();
        settled.keySet().forEach(p -> young.put(p, OffsetSpec.forTimestamp(oldest)));
        Map<TopicPartition, ListOffsetsResultInfo> firstYoung =
                admin.listOffsets(young).all().get();
        // No record is young enough: everything settled may go.
        settled.replaceAll((partition, offset) -> {
            long first = firstYoung.get(partition).offset();
            return first < 0 ? offset : Math.min(offset, first);
        });
        Map<TopicPartition, RecordsToDelete> deletions = new HashMap<>();
        settled.forEach((partition, offset) -> deletions.put(partition, RecordsToDelete.beforeOffset(offset)));
        admin.deleteRecords(deletions).all().get();
        return settled;
    }
}
