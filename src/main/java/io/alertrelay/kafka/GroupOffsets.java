package io.alertrelay.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsResult;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the cluster knows of topics and of the committed offsets of their groups. */
public final class GroupOffsets {
    private static final Logger LOG = LoggerFactory.getLogger(GroupOffsets.class);

    private final Admin admin;

    public GroupOffsets(Admin admin) {
        this.admin = admin;
    }

    /**
     * What the group has committed for the topic, by partition; a partition without a commit is absent.
     *
     * @throws ExecutionException if the cluster fails to answer
     */
    public Map<Integer, Long> committed(String group, String topic) throws ExecutionException, InterruptedException {
        return committed(topic, admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(group));
    }

    /**
     * The same for several topics, each with a group of the topic's name: by topic.
     *
     * @throws ExecutionException if the cluster fails to answer
     */
    public Map<String, Map<Integer, Long>> committed(Collection<String> topics)
            throws ExecutionException, InterruptedException {
        Map<String, Map<Integer, Long>> committed = new HashMap<>();
        ListConsumerGroupOffsetsResult asked = admin.listConsumerGroupOffsets(
                topics.stream().collect(Collectors.toMap(topic -> topic, topic -> new ListConsumerGroupOffsetsSpec())));
        for (String topic : topics) {
            committed.put(topic, committed(topic, asked.partitionsToOffsetAndMetadata(topic)));
        }
        return committed;
    }

    /** The same, but a topic is absent whose group's coordinator does not answer within the patience. */
    public Map<String, Map<Integer, Long>> committed(Collection<String> topics, Duration patience)
            throws InterruptedException {
        Map<String, Map<Integer, Long>> committed = new HashMap<>();
        ListConsumerGroupOffsetsResult asked = admin.listConsumerGroupOffsets(
                topics.stream().collect(Collectors.toMap(topic -> topic, topic -> new ListConsumerGroupOffsetsSpec())),
                new ListConsumerGroupOffsetsOptions().timeoutMs((int) patience.toMillis()));
        for (String topic : topics) {
            try {
                committed.put(topic, committed(topic, asked.partitionsToOffsetAndMetadata(topic)));
            } catch (ExecutionException e) {
                LOG.debug("what group {} has committed is not known now", topic, e);
            }
        }
        return committed;
    }

    /**
     * The offsets after the last record of topics with one partition, by topic. A topic is absent whose leader does not
     * answer within the patience.
     */
    public Map<String, Long> ends(Collection<String> topics, Duration patience) throws InterruptedException {
        Map<String, Long> ends = new HashMap<>();
        ListOffsetsResult asked = admin.listOffsets(
                topics.stream()
                        .collect(Collectors.toMap(topic -> new TopicPartition(topic, 0), topic -> OffsetSpec.latest())),
                new ListOffsetsOptions().timeoutMs((int) patience.toMillis()));
        for (String topic : topics) {
            try {
                ends.put(
                        topic,
                        asked.partitionResult(new TopicPartition(topic, 0))
                                .get()
                                .offset());
            } catch (ExecutionException e) {
                LOG.debug("the end of topic {} is not known now", topic, e);
            }
        }
        return ends;
    }

    private static Map<Integer, Long> committed(String topic, KafkaFuture<Map<TopicPartition, OffsetAndMetadata>> asked)
            throws ExecutionException, InterruptedException {
        Map<Integer, Long> committed = new HashMap<>();
        answer(asked, Map.of()).forEach((partition, offset) -> {
            if (offset != null && partition.topic().equals(topic)) {
                committed.put(partition.partition(), offset.offset());
            }
        });
        return committed;
    }

    /** All that a group has committed; of a partition it may be null. */
    Map<TopicPartition, OffsetAndMetadata> all(String group) throws ExecutionException, InterruptedException {
        return answer(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(), Map.of());
    }

    /**
     * The group's commit for a partition; empty if it has none.
     *
     * @throws ExecutionException if the cluster fails to answer
     */
    public Optional<NotedOffset> commit(String group, String topic, int partition)
            throws ExecutionException, InterruptedException {
        return Optional.ofNullable(all(group).get(new TopicPartition(topic, partition)))
                .map(found -> new NotedOffset(found.offset(), TopicMarks.note(found.metadata())));
    }

    /** How many members the group has; a killed one counts until its session ends. */
    public int members(String group) throws ExecutionException, InterruptedException {
        return answer(
                Objects.requireNonNull(admin.describeConsumerGroups(List.of(group))
                                .describedGroups()
                                .get(group))
                        .thenApply(described -> described.members().size()),
                0);
    }

    /** The answer, or {@code none} if the group does not exist. */
    private static <T> T answer(KafkaFuture<T> asked, T none) throws ExecutionException, InterruptedException {
        try {
            return asked.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return none;
            }
            throw e;
        }
    }

    /**
     * Moves a group that has no members.
     *
     * @throws ExecutionException if the cluster refuses, for example because the group has members
     */
    public void move(String group, String topic, int partition, NotedOffset to)
            throws ExecutionException, InterruptedException {
        move(group, topic, partition, new OffsetAndMetadata(to.offset(), to.note()));
    }

    /** The same to what was committed before, with its metadata as they were. */
    void move(String group, String topic, int partition, OffsetAndMetadata to)
            throws ExecutionException, InterruptedException {
        admin.alterConsumerGroupOffsets(group, Map.of(new TopicPartition(topic, partition), to))
                .all()
                .get();
    }

    /**
     * The ids of those of the topics that exist, by name: a topic that is recreated has another one.
     *
     * @throws ExecutionException if the cluster fails to answer
     */
    public Map<String, Uuid> ids(Collection<String> topics) throws ExecutionException, InterruptedException {
        Map<String, Uuid> ids = new HashMap<>();
        for (Map.Entry<String, KafkaFuture<TopicDescription>> asked :
                admin.describeTopics(topics).topicNameValues().entrySet()) {
            try {
                ids.put(asked.getKey(), asked.getValue().get().topicId());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
            }
        }
        return ids;
    }

    /**
     * The id of a topic, as text.
     *
     * @return empty if there is no such topic, or the brokers are of a version without ids
     * @throws ExecutionException if the cluster fails to answer
     */
    public Optional<String> id(String topic) throws ExecutionException, InterruptedException {
        return Optional.ofNullable(ids(List.of(topic)).get(topic))
                .filter(id -> !id.equals(Uuid.ZERO_UUID))
                .map(Uuid::toString);
    }

    /**
     * The topics whose names have this prefix, sorted.
     *
     * @throws ExecutionException if the cluster fails to answer
     */
    public Collection<String> topics(String prefix) throws ExecutionException, InterruptedException {
        Set<String> topics = new TreeSet<>(admin.listTopics().names().get());
        topics.removeIf(topic -> !topic.startsWith(prefix));
        return topics;
    }
}
