package io.alertrelay.kafka;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Follows several topics without a group: partitions are assigned, and nothing is committed. Until it has caught up
 * with the end that a topic had when it was added, records are returned in the order of their times across topics;
 * after that in the order of arrival, and those of one poll in the order of their times. For one thread.
 */
public final class TopicFollower implements AutoCloseable {
    /** The limit per partition; more stay at the broker until others have caught up. */
    private static final int HELD = 1_000;

    private final Consumer<byte[], byte[]> consumer;
    private final DamagedRecords damaged;
    private final Comparator<FollowedRecord> order;
    private final Map<TopicPartition, Long> goals = new HashMap<>();
    private final Map<TopicPartition, Deque<FollowedRecord>> held = new HashMap<>();

    /** @param rank of a topic: of records of the same time, those of the lower rank come first */
    public TopicFollower(KafkaClients clients, ToIntFunction<String> rank) {
        this.consumer = clients.reader();
        this.damaged = new DamagedRecords(clients.faults());
        this.order = Comparator.comparing(
                        (FollowedRecord followed) -> followed.record().storedAt())
                .thenComparingInt(followed -> rank.applyAsInt(followed.topic()));
    }

    /**
     * Begins to follow a topic.
     *
     * @param from offset by partition; a partition that it lacks is not followed
     */
    public void add(String topic, Map<Integer, Long> from) {
        Map<TopicPartition, Long> positions = new HashMap<>();
        goals.keySet().forEach(partition -> positions.put(partition, consumer.position(partition)));
        from.forEach((partition, offset) -> positions.put(new TopicPartition(topic, partition), offset));
        consumer.assign(positions.keySet());
        positions.forEach(consumer::seek);
        Set<TopicPartition> added = new HashSet<>(positions.keySet());
        added.removeAll(goals.keySet());
        goals.putAll(consumer.endOffsets(added));
        added.forEach(this::held);
    }

    private Deque<FollowedRecord> held(TopicPartition partition) {
        return held.computeIfAbsent(partition, p -> new ArrayDeque<>());
    }

    /** Polls for records within this time. */
    public List<FollowedRecord> poll(Duration patience) {
        List<TopicPartition> full = goals.keySet().stream()
                .filter(partition -> held(partition).size() >= HELD)
                .toList();
        consumer.resume(consumer.paused());
        consumer.pause(full);
        for (ConsumerRecord<byte[], byte[]> record : records(patience)) {
            held(new TopicPartition(record.topic(), record.partition()))
                    .add(new FollowedRecord(record.topic(), KafkaRecords.stored(record)));
        }
        List<FollowedRecord> released = new ArrayList<>();
        while (nothingEarlierMayCome()) {
            Optional<Deque<FollowedRecord>> next = held.values().stream()
                    .filter(queue -> !queue.isEmpty())
                    .min(Comparator.comparing(Deque::peek, order));
            if (next.isEmpty()) {
                break;
            }
            released.add(next.get().remove());
        }
        return released;
    }

    /** Empty if a damaged record was skipped instead. */
    private ConsumerRecords<byte[], byte[]> records(Duration patience) {
        try {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(patience);
            damaged.passed(records);
            return records;
        } catch (KafkaException e) {
            if (damaged.passOver(consumer, e)) {
                return ConsumerRecords.empty();
            }
            throw e;
        }
    }

    /** Whether everything that existed when the topics were added was returned. */
    public boolean hasCaughtUp() {
        return goals.keySet().stream().allMatch(partition -> held(partition).isEmpty() && isRead(partition));
    }

    /** A partition without buffered records that has not caught up may still return an earlier one. */
    private boolean nothingEarlierMayCome() {
        return goals.keySet().stream().allMatch(partition -> !held(partition).isEmpty() || isRead(partition));
    }

    private boolean isRead(TopicPartition partition) {
        return consumer.position(partition) >= goals.getOrDefault(partition, 0L);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
