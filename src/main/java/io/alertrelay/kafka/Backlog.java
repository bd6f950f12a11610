package io.alertrelay.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * How many records of topics their groups have not settled yet, as the cluster knows it. All topics are requested
 * together, so that the time does not grow with their number.
 */
public final class Backlog {
    private final Admin admin;
    private final Duration patience;

    /** @param patience the timeout of a reading */
    public Backlog(Admin admin, Duration patience) {
        this.admin = admin;
        this.patience = patience;
    }

    /**
     * The progress of the groups, by topic and partition. A topic is absent if the cluster can't give it, because it is
     * missing or has no leader, for example.
     *
     * @param groups the group of each topic
     * @throws InterruptedException if the reading is no longer wanted
     */
    public Map<String, Map<Integer, Lag>> read(Map<String, String> groups) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        Map<String, KafkaFuture<TopicDescription>> described =
                admin.describeTopics(groups.keySet()).topicNameValues();
        Map<String, KafkaFuture<Map<TopicPartition, OffsetAndMetadata>>> committed = committed(groups);
        Map<String, Integer> partitions = new HashMap<>();
        for (Map.Entry<String, KafkaFuture<TopicDescription>> asked : described.entrySet()) {
            get(asked.getValue(), deadline)
                    .ifPresent(found ->
                            partitions.put(asked.getKey(), found.partitions().size()));
        }
        ListOffsetsResult ends = admin.listOffsets(all(partitions, OffsetSpec.latest()));
        ListOffsetsResult starts = admin.listOffsets(all(partitions, OffsetSpec.earliest()));
        Map<String, Map<Integer, Lag>> lags = new HashMap<>();
        for (Map.Entry<String, KafkaFuture<Map<TopicPartition, OffsetAndMetadata>>> asked : committed.entrySet()) {
            String topic = asked.getKey();
            Integer count = partitions.get(topic);
            if (count != null) {
                Optional<Map<TopicPartition, OffsetAndMetadata>> settled = settled(asked.getValue(), deadline);
                if (settled.isPresent()) {
                    lags(topic, count, settled.get(), starts, ends, deadline)
                            .ifPresent(found -> lags.put(topic, found));
                }
            }
        }
        return lags;
    }

    /** By topic. */
    private Map<String, KafkaFuture<Map<TopicPartition, OffsetAndMetadata>>> committed(Map<String, String> groups) {
        var result = admin.listConsumerGroupOffsets(groups.values().stream()
                .distinct()
                .collect(Collectors.toMap(Function.identity(), group -> new ListConsumerGroupOffsetsSpec())));
        return groups.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, group -> result.partitionsToOffsetAndMetadata(group.getValue())));
    }

    private static Optional<Map<Integer, Lag>> lags(
            String topic,
            int partitions,
            Map<TopicPartition, OffsetAndMetadata> settled,
            ListOffsetsResult starts,
            ListOffsetsResult ends,
            long deadline)
            throws InterruptedException {
        Map<Integer, Lag> lags = new HashMap<>();
        for (int p = 0; p < partitions; p++) {
            TopicPartition partition = new TopicPartition(topic, p);
            var start = get(starts.partitionResult(partition), deadline);
            var end = get(ends.partitionResult(partition), deadline);
            if (start.isEmpty() || end.isEmpty()) {
                return Optional.empty();
            }
            OffsetAndMetadata commit = settled.get(partition);
            lags.put(
                    p,
                    new Lag(
                            commit == null ? start.get().offset() : commit.offset(),
                            end.get().offset()));
        }
        return Optional.of(lags);
    }

    private static Map<TopicPartition, OffsetSpec> all(Map<String, Integer> partitions, OffsetSpec which) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach((topic, count) -> {
            for (int p = 0; p < count; p++) {
                asked.put(new TopicPartition(topic, p), which);
            }
        });
        return asked;
    }

    private static Optional<Map<TopicPartition, OffsetAndMetadata>> settled(
            KafkaFuture<Map<TopicPartition, OffsetAndMetadata>> asked, long deadline) throws InterruptedException {
        try {
            return Optional.of(asked.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS));
        } catch (ExecutionException e) {
            // A group that has never committed anything.
            return e.getCause() instanceof GroupIdNotFoundException ? Optional.of(Map.of()) : Optional.empty();
        } catch (TimeoutException e) {
            return Optional.empty();
        }
    }

    private static <T> Optional<T> get(KafkaFuture<T> asked, long deadline) throws InterruptedException {
        try {
            return Optional.ofNullable(asked.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS));
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        }
    }
}
