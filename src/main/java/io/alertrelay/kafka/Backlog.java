package io.alertrelay.kafka;

import io.alertrelay.time.Deadline;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * How many records of topics their groups have not settled yet, as the cluster knows it. All topics are requested
 * together, so that the time does not grow with their number.
 */
public final class Backlog {
    private final Admin admin;
    private final Duration patience;
    /** The partitions that had a commit when they were asked last: where they begin makes no difference. */
    private final Set<TopicPartition> known = ConcurrentHashMap.newKeySet();

    /** @param patience the timeout of a reading */
    public Backlog(Admin admin, Duration patience) {
        this.admin = admin;
        this.patience = patience;
    }

    /**
     * The progress of the groups, by topic and partition. A topic is absent if the cluster can't give that of all its
     * partitions, because it is missing or has no leader, for example.
     *
     * @param groups the group of each topic
     * @throws InterruptedException if the reading is no longer wanted
     */
    public Map<String, Map<Integer, Lag>> read(Map<String, String> groups) throws InterruptedException {
        return whole(look(groups));
    }

    /** Those topics all of whose partitions answered. */
    public static Map<String, Map<Integer, Lag>> whole(Map<String, TopicLags> found) {
        return found.entrySet().stream()
                .filter(topic -> topic.getValue().isWhole())
                .collect(Collectors.toMap(
                        Map.Entry::getKey, topic -> topic.getValue().lags()));
    }

    /**
     * The same, with the topics of which the cluster can give a part, or that only their group's coordinator is missing
     * for.
     *
     * @param groups the group of each topic
     * @throws InterruptedException if the reading is no longer wanted
     */
    public Map<String, TopicLags> look(Map<String, String> groups) throws InterruptedException {
        Deadline deadline = Deadline.after(patience);
        Map<String, KafkaFuture<TopicDescription>> described =
                admin.describeTopics(groups.keySet()).topicNameValues();
        Map<String, KafkaFuture<Map<TopicPartition, OffsetAndMetadata>>> committed = committed(groups);
        Map<String, List<TopicPartitionInfo>> partitions = new HashMap<>();
        for (Map.Entry<String, KafkaFuture<TopicDescription>> asked : described.entrySet()) {
            get(asked.getValue(), deadline).ifPresent(found -> partitions.put(asked.getKey(), found.partitions()));
        }
        ListOffsetsResult ends = admin.listOffsets(all(partitions, OffsetSpec.latest()));
        Map<TopicPartition, OffsetSpec> uncommitted = all(partitions, OffsetSpec.earliest());
        uncommitted.keySet().removeAll(known);
        ListOffsetsResult starts = admin.listOffsets(uncommitted);
        Map<String, TopicLags> lags = new HashMap<>();
        for (Map.Entry<String, KafkaFuture<Map<TopicPartition, OffsetAndMetadata>>> asked : committed.entrySet()) {
            String topic = asked.getKey();
            List<TopicPartitionInfo> infos = partitions.get(topic);
            if (infos != null) {
                Optional<Map<TopicPartition, OffsetAndMetadata>> settled = settled(asked.getValue(), deadline);
                if (settled.isPresent()) {
                    lags.put(
                            topic,
                            lags(
                                    topic,
                                    infos,
                                    settled.get(),
                                    // Otherwise its commit has vanished with its group.
                                    p -> uncommitted.containsKey(p)
                                            ? starts.partitionResult(p)
                                            : admin.listOffsets(Map.of(p, OffsetSpec.earliest()))
                                                    .partitionResult(p),
                                    ends,
                                    deadline));
                } else {
                    lags.put(topic, uncoordinated(topic, infos, ends, deadline));
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

    private TopicLags lags(
            String topic,
            List<TopicPartitionInfo> partitions,
            Map<TopicPartition, OffsetAndMetadata> settled,
            Function<TopicPartition, KafkaFuture<ListOffsetsResultInfo>> starts,
            ListOffsetsResult ends,
            Deadline deadline)
            throws InterruptedException {
        Map<Integer, Lag> lags = new HashMap<>();
        Map<Integer, TopicLags.CutOff> cutOff = new HashMap<>();
        for (TopicPartitionInfo info : partitions) {
            TopicPartition partition = new TopicPartition(topic, info.partition());
            OffsetAndMetadata commit = settled.get(partition);
            OptionalLong settledNext = commit == null ? OptionalLong.empty() : OptionalLong.of(commit.offset());
            boolean led = isLed(info);
            OptionalLong end = led ? offset(ends.partitionResult(partition), deadline) : OptionalLong.empty();
            OptionalLong next = led && commit == null ? offset(starts.apply(partition), deadline) : settledNext;
            if (commit == null) {
                known.remove(partition);
            } else {
                known.add(partition);
            }
            if (next.isEmpty() || end.isEmpty()) {
                cutOff.put(info.partition(), new TopicLags.CutOff(led, settledNext));
            } else {
                lags.put(info.partition(), new Lag(next.getAsLong(), end.getAsLong()));
            }
        }
        return new TopicLags(lags, cutOff);
    }

    private static TopicLags uncoordinated(
            String topic, List<TopicPartitionInfo> partitions, ListOffsetsResult ends, Deadline deadline)
            throws InterruptedException {
        Map<Integer, TopicLags.CutOff> cutOff = new HashMap<>();
        for (TopicPartitionInfo info : partitions) {
            TopicPartition partition = new TopicPartition(topic, info.partition());
            boolean led = isLed(info);
            if (!led || offset(ends.partitionResult(partition), deadline).isEmpty()) {
                cutOff.put(info.partition(), new TopicLags.CutOff(led, OptionalLong.empty()));
            }
        }
        return TopicLags.uncoordinated(cutOff, partitions.size());
    }

    private static boolean isLed(TopicPartitionInfo partition) {
        return partition.leader() != null && !partition.leader().isEmpty();
    }

    private static Map<TopicPartition, OffsetSpec> all(
            Map<String, List<TopicPartitionInfo>> partitions, OffsetSpec which) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach((topic, infos) -> infos.stream()
                // That of one without a leader would be tried until the deadline.
                .filter(Backlog::isLed)
                .forEach(info -> asked.put(new TopicPartition(topic, info.partition()), which)));
        return asked;
    }

    private static Optional<Map<TopicPartition, OffsetAndMetadata>> settled(
            KafkaFuture<Map<TopicPartition, OffsetAndMetadata>> asked, Deadline deadline) throws InterruptedException {
        try {
            return Optional.of(asked.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS));
        } catch (ExecutionException e) {
            // A group that has never committed anything.
            return e.getCause() instanceof GroupIdNotFoundException ? Optional.of(Map.of()) : Optional.empty();
        } catch (TimeoutException e) {
            return Optional.empty();
        }
    }

    private static OptionalLong offset(KafkaFuture<ListOffsetsResultInfo> asked, Deadline deadline)
            throws InterruptedException {
        return get(asked, deadline).stream()
                .mapToLong(ListOffsetsResultInfo::offset)
                .findFirst();
    }

    private static <T> Optional<T> get(KafkaFuture<T> asked, Deadline deadline) throws InterruptedException {
        try {
            return Optional.ofNullable(asked.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS));
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        }
    }
}
