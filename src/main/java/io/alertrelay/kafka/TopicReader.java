package io.alertrelay.kafka;

import io.alertrelay.record.StoredRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;

/** Reads ranges of topics without a group: partitions are assigned, and nothing is committed. For one thread. */
public final class TopicReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    /** The timeout for a broker that returns nothing although there are records. */
    private static final Duration SILENCE = Duration.ofSeconds(30);
    /** After this time without records the ends are checked again. */
    private static final Duration QUIET = Duration.ofSeconds(1);

    private final OpenClients open;
    private final Supplier<Consumer<byte[], byte[]>> maker;
    private final DamagedRecords damaged;
    private final boolean sieved;
    private volatile Consumer<byte[], byte[]> consumer;
    private volatile boolean stale;
    private long oldest = Long.MAX_VALUE;

    public TopicReader(KafkaClients clients) {
        this(clients, clients::reader, false);
    }

    /** @param maker of its clients: a new one for each renewal */
    TopicReader(KafkaClients clients, Supplier<Consumer<byte[], byte[]>> maker, boolean sieved) {
        this.open = clients.open();
        this.maker = maker;
        this.sieved = sieved;
        this.damaged = new DamagedRecords(clients.faults());
        this.consumer = maker.get();
        open.add(this);
    }

    /** A reader for long ranges: it uses some tens of megabytes of memory. */
    public static TopicReader bulk(KafkaClients clients) {
        return new TopicReader(clients, clients::bulkReader, false);
    }

    /** The same, but skips all records that the sieve does not keep, without deserializing them. */
    public static TopicReader sieving(KafkaClients clients, RecordSieve sieve) {
        return new TopicReader(clients, () -> clients.sievingReader(sieve), true);
    }

    /** Continues the current and later reads with a new client. */
    void renew() {
        stale = true;
        consumer.wakeup();
    }

    /** Whether its client could not authenticate, and is not replaced yet. */
    boolean hasFailed() {
        return !stale && ClientFailure.ofAuthentication(consumer.metrics());
    }

    /** Nothing else wakes the consumer: retried. */
    private <T> T asked(Function<Consumer<byte[], byte[]>, T> question) {
        try {
            return question.apply(latest());
        } catch (WakeupException e) {
            return question.apply(latest());
        }
    }

    private void continueWithANewClient(Set<TopicPartition> open) {
        Map<TopicPartition, Long> positions = new HashMap<>();
        open.forEach(partition -> positions.put(partition, consumer.position(partition)));
        latest().assign(open);
        positions.forEach(consumer::seek);
    }

    private Consumer<byte[], byte[]> latest() {
        if (stale) {
            stale = false;
            Consumer<byte[], byte[]> next = next();
            consumer.close(CloseOptions.timeout(Duration.ZERO));
            consumer = next;
        }
        return consumer;
    }

    /** While the files that it needs are being replaced it may not be made: it is tried again at the next use. */
    private Consumer<byte[], byte[]> next() {
        try {
            return maker.get();
        } catch (RuntimeException e) {
            stale = true;
            throw e;
        }
    }

    /** The offsets after the last record, by partition; empty if there is no such topic. */
    public Map<Integer, Long> ends(String topic) {
        List<TopicPartition> partitions = partitions(topic);
        return numbered(asked(from -> from.endOffsets(partitions)));
    }

    /** The offsets of the first records that are still kept, by partition; empty if there is no such topic. */
    public Map<Integer, Long> starts(String topic) {
        List<TopicPartition> partitions = partitions(topic);
        return numbered(asked(from -> from.beginningOffsets(partitions)));
    }

    /** The offset after the partition's last record; only its own leader is asked. 0 if there is no such partition. */
    public long end(TopicPartition partition) {
        return exists(partition)
                ? asked(from -> from.endOffsets(Set.of(partition))).getOrDefault(partition, 0L)
                : 0;
    }

    /** The offset of the partition's first record that is still kept; 0 if there is no such partition. */
    public long start(TopicPartition partition) {
        return exists(partition)
                ? asked(from -> from.beginningOffsets(Set.of(partition))).getOrDefault(partition, 0L)
                : 0;
    }

    private boolean exists(TopicPartition partition) {
        return partitions(partition.topic()).contains(partition);
    }

    /** How many partitions the topic has, also of such without a leader; 0 if there is no such topic. */
    public int partitionCount(String topic) {
        return partitions(topic).size();
    }

    /**
     * The offsets of the first records that are not older than {@code time}, by partition. A partition without any gets
     * the offset after its last record.
     */
    public Map<Integer, Long> offsetsAt(String topic, Instant time) {
        List<TopicPartition> partitions = partitions(topic);
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(p -> times.put(p, Math.max(0, time.toEpochMilli())));
        Map<Integer, Long> offsets = numbered(asked(from -> from.endOffsets(partitions)));
        asked(from -> from.offsetsForTimes(times)).forEach((partition, found) -> put(offsets, partition, found));
        return offsets;
    }

    /** The offsets after the last record of each partition of the topics; a missing topic has none. */
    public Map<TopicPartition, Long> ends(Collection<String> topics) {
        List<TopicPartition> partitions = partitions(topics);
        return asked(from -> from.endOffsets(partitions));
    }

    /** The offsets of the first records that are still kept, of each partition of the topics. */
    public Map<TopicPartition, Long> starts(Collection<String> topics) {
        List<TopicPartition> partitions = partitions(topics);
        return asked(from -> from.beginningOffsets(partitions));
    }

    private List<TopicPartition> partitions(Collection<String> topics) {
        // One request for all: one for each would take seconds with some hundred channels.
        Map<String, List<PartitionInfo>> all = asked(Consumer::listTopics);
        return topics.stream()
                .flatMap(topic -> all.getOrDefault(topic, List.of()).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    /**
     * The offsets of the first records that are not older than {@code time}, in each partition of {@code ends}; a
     * partition without any gets its offset in {@code ends}.
     */
    public Map<TopicPartition, Long> offsetsAt(Map<TopicPartition, Long> ends, Instant time) {
        Map<TopicPartition, Long> times = new HashMap<>();
        ends.keySet().forEach(partition -> times.put(partition, Math.max(0, time.toEpochMilli())));
        Map<TopicPartition, Long> offsets = new HashMap<>(ends);
        asked(from -> from.offsetsForTimes(times)).forEach((partition, found) -> {
            if (found != null) {
                offsets.put(partition, found.offset());
            }
        });
        return offsets;
    }

    /**
     * Reads the records of {@code from} (inclusive) to {@code to} (exclusive) in the order of each partition. Records
     * that are deleted before they are reached are skipped.
     *
     * @param from by partition; a partition that it lacks is not read
     * @param to by partition; one that it lacks is not read either
     * @param visitor returns false when it has seen enough of the record's partition
     * @throws TimeoutException if the broker stops answering
     */
    public void read(String topic, Map<Integer, Long> from, Map<Integer, Long> to, Predicate<StoredRecord> visitor) {
        read(onTopic(topic, from), onTopic(topic, to), (of, record) -> visitor.test(record));
    }

    private static Map<TopicPartition, Long> onTopic(String topic, Map<Integer, Long> offsets) {
        Map<TopicPartition, Long> named = new HashMap<>();
        offsets.forEach((partition, offset) -> named.put(new TopicPartition(topic, partition), offset));
        return named;
    }

    /**
     * The same for several topics at once, in the order of each partition.
     *
     * @param visitor is given the topic too
     */
    public void read(
            Map<TopicPartition, Long> from, Map<TopicPartition, Long> to, BiPredicate<String, StoredRecord> visitor) {
        readRaw(from, to, record -> visitor.test(record.topic(), KafkaRecords.stored(record)));
    }

    /** Reads the records of several topics as they are, in the order of each partition. */
    void readRaw(
            Map<TopicPartition, Long> from,
            Map<TopicPartition, Long> to,
            Predicate<ConsumerRecord<byte[], byte[]>> visitor) {
        Map<TopicPartition, Long> open = new HashMap<>();
        from.forEach((partition, offset) -> {
            if (to.getOrDefault(partition, 0L) > offset) {
                open.put(partition, to.get(partition));
            }
        });
        oldest = Long.MAX_VALUE;
        latest().assign(open.keySet());
        open.keySet().forEach(partition -> consumer.seek(partition, from.getOrDefault(partition, 0L)));
        long receivedAt = System.nanoTime();
        while (!open.isEmpty()) {
            if (pass(open, visitor)) {
                receivedAt = System.nanoTime();
            } else if (System.nanoTime() - receivedAt > QUIET.toNanos() && cutOff(open)) {
                consumer.assign(open.keySet());
            } else if (System.nanoTime() - receivedAt > SILENCE.toNanos()) {
                throw new TimeoutException("Kafka gave nothing for " + SILENCE.toSeconds() + " s of "
                        + open.keySet().stream()
                                .map(partition -> partition + " from offset " + consumer.position(partition) + " on")
                                .collect(Collectors.joining(", ")));
            }
        }
    }

    /** The oldest timestamp of the records of the last read, including those that a sieve has not kept. */
    public Optional<Instant> oldestRead() {
        return oldest == Long.MAX_VALUE ? Optional.empty() : Optional.of(Instant.ofEpochMilli(oldest));
    }

    /** Drops the partitions that end before the requested range: the topic was replaced or truncated. */
    private boolean cutOff(Map<TopicPartition, Long> open) {
        try {
            Map<TopicPartition, Long> ends = consumer.endOffsets(open.keySet());
            return open.keySet()
                    .removeIf(
                            partition -> consumer.position(partition) >= ends.getOrDefault(partition, Long.MAX_VALUE));
        } catch (WakeupException e) {
            continueWithANewClient(open.keySet());
            return false;
        }
    }

    /** One record, if it is still kept. */
    public Optional<StoredRecord> at(String topic, int partition, long offset) {
        TopicPartition of = new TopicPartition(topic, partition);
        long start = start(of);
        long end = end(of);
        List<StoredRecord> found = new ArrayList<>();
        if (offset >= start && offset < end) {
            read(topic, Map.of(partition, offset), Map.of(partition, offset + 1), found::add);
        }
        return found.stream().findFirst();
    }

    @Override
    public void close() {
        open.remove(this);
        consumer.close();
    }

    /** One poll; removes from {@code open} what has been read to its end. Returns whether there was progress. */
    private boolean pass(Map<TopicPartition, Long> open, Predicate<ConsumerRecord<byte[], byte[]>> visitor) {
        int before = open.size();
        boolean moved = false;
        Optional<ConsumerRecords<byte[], byte[]>> polled = poll(open.keySet());
        if (polled.isEmpty()) {
            moved = true;
        }
        for (ConsumerRecord<byte[], byte[]> record : polled.orElseGet(ConsumerRecords::empty)) {
            moved = true;
            oldest = Math.min(oldest, record.timestamp());
            if (sieved && record.value() == null) {
                continue;
            }
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            if (record.offset() < open.getOrDefault(partition, 0L) && !visitor.test(record)) {
                open.remove(partition);
            }
        }
        open.entrySet().removeIf(entry -> {
            boolean read = consumer.position(entry.getKey()) >= entry.getValue();
            if (read) {
                damaged.ended(entry.getKey(), entry.getValue());
            }
            return read;
        });
        if (open.size() < before) {
            consumer.assign(open.keySet());
        }
        return moved || open.size() < before;
    }

    /** Empty if a damaged record was skipped, or reading continues with a new client. */
    private Optional<ConsumerRecords<byte[], byte[]>> poll(Set<TopicPartition> open) {
        try {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            damaged.passed(records);
            return Optional.of(records);
        } catch (WakeupException e) {
            continueWithANewClient(open);
            return Optional.empty();
        } catch (KafkaException e) {
            if (damaged.passOver(consumer, e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private List<TopicPartition> partitions(String topic) {
        return asked(from -> from.partitionsFor(topic)).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }

    private static void put(Map<Integer, Long> offsets, TopicPartition partition, OffsetAndTimestamp found) {
        if (found != null) {
            offsets.put(partition.partition(), found.offset());
        }
    }

    private static Map<Integer, Long> numbered(Map<TopicPartition, Long> offsets) {
        Map<Integer, Long> numbered = new HashMap<>();
        offsets.forEach((partition, offset) -> numbered.put(partition.partition(), offset));
        return numbered;
    }
}
