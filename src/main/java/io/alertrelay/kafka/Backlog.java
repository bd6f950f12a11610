package io.alertrelay.kafka;

import java.time.Duration;
import java.util.Collection;
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
        Map<String, KafkaFuture<Map<TopicPartition, OffsetAndMetadata>>> committed = committed(groups.values());
        Map<String, Integer> partitions = new HashMap<>();
        for (String topic : groups.keySet()) {
            get(described.get(topic), deadline)
                    .ifPresent(found -> partitions.put(topic, found.partitions().size()));
        }
        ListOffsetsResult ends = admin.listOffsets(all(partitions, OffsetSpec.latest()));
        ListOffsetsResult starts = admin.listOffsets(all(partitions, OffsetSpec.earliest()));
        Map<String, Map<Integer, Lag>> lags = new HashMap<>();
        for (String topic : partitions.keySet()) {
            Optional<Map<TopicPartition, OffsetAndMetadata>> settled =
                    settled(committed.get(groups.get(topic)), deadline);
            Optional<Map<Integer, Lag>> all = settled.isEmpty()
                    ? Optional.empty()
                    : lags(topic, partitions.get(topic), settled.get(), starts, ends, deadline);
            all.ifPresent(found -> lags.put(topic, found));
        }
        return lags;
    }

    private Map<String, KafkaFuture<Map<TopicPartition, OffsetAndMetadata>>> committed(Collection<String> groups) {
        var result = admin.listConsumerGroupOffsets(groups.stream()
                .distinct()
                .collect(Collectors.toMap(Function.identity(), group -> new ListConsumerGroupOffsetsSpec())));
        return groups.stream()
                .distinct()
                .collect(Collectors.toMap(Function.identity(), result::partitionsToOffsetAndMetadata));
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
