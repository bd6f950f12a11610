package io.alertrelay.camel;

import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.KafkaRecords;
import io.alertrelay.kafka.PartitionListener;
import io.alertrelay.kafka.SkippedRecords;
import io.alertrelay.kafka.StateReads;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.kafka.WebhookPartitions;
import io.alertrelay.pipeline.DecisionHistory;
import io.alertrelay.pipeline.OpenAlerts;
import io.alertrelay.pipeline.RoutingStart;
import io.alertrelay.record.DecisionRecord;
import io.alertrelay.record.KnownNames;
import io.alertrelay.record.NewRecord;
import io.alertrelay.record.StoredRecord;
import io.alertrelay.record.UnreadableRecordException;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open alerts of the partitions of webhooks that this relay routes. They are read from the topic of decisions
 * before a partition is handled, and when it is read again: what is in memory is then ahead of what is routed next.
 */
public final class OpenAlertsByPartition implements PartitionListener {
    private static final Logger LOG = LoggerFactory.getLogger(OpenAlertsByPartition.class);

    private final KafkaClients clients;
    private final TopicNames topics;
    private final Duration maxAge;
    private final int most;
    private final WebhookPartitions used;
    private final Adoption adoption;
    private final Supplier<? extends Collection<String>> channels;
    private final AtomicReference<KnownNames> names = new AtomicReference<>(new KnownNames(List.of()));
    private final Map<TopicPartition, OpenAlerts> partitions = new ConcurrentHashMap<>();
    private final ReadingWatch reads = new ReadingWatch(System::nanoTime);
    private final Map<TopicPartition, Assignment> replayed = new ConcurrentHashMap<>();

    /**
     * A time during which this relay has a partition of the topic of replayed events. Records before the end that it
     * had at the beginning may have been accepted by a run that did not finish.
     */
    static final class Assignment {
        private final long end;

        private Assignment(long end) {
            this.end = end;
        }

        long end() {
            return end;
        }
    }

    /**
     * @param maxAge after which an open alert that was not seen is forgotten
     * @param most open alerts to remember, of all partitions; see {@link OpenAlertBound}
     * @param used which partitions of webhooks are in use
     * @param channels the names of the channels that are configured now
     */
    public OpenAlertsByPartition(
            KafkaClients clients,
            TopicNames topics,
            WebhookPartitions used,
            Duration maxAge,
            int most,
            Supplier<? extends Collection<String>> channels) {
        this.clients = clients;
        this.topics = topics;
        this.used = used;
        this.adoption = new Adoption(clients, topics, used);
        this.maxAge = maxAge;
        this.most = most;
        this.channels = channels;
    }

    /** Whether both are there, and one and the same. */
    static <T> boolean same(Optional<T> then, Optional<T> now) {
        return then.isPresent() && now.isPresent() && then.get() == now.get();
    }

    /** The open alerts of a partition of webhooks; another object after each time that it was assigned or rewound. */
    Optional<OpenAlerts> of(TopicPartition webhooks) {
        return Optional.ofNullable(partitions.get(webhooks));
    }

    /** The open alerts of the partition of webhooks with that number. */
    Optional<OpenAlerts> ofPartition(int number) {
        return of(new TopicPartition(topics.webhooks(), number));
    }

    /** The open alerts of all partitions that this relay routes. */
    Map<TopicPartition, OpenAlerts> all() {
        return Collections.unmodifiableMap(partitions);
    }

    /**
     * Whether the partition's open alerts have been read for some seconds, and still are: there are many, or a new
     * partition waits for its parent. One that is read again and again, or can't be read for more than some time, is
     * not meant.
     */
    public boolean isBeingRead(TopicPartition webhooks) {
        return reads.isLong(webhooks);
    }

    /** How many alerts are open, in all partitions that this relay routes. */
    public int size() {
        return partitions.values().stream().mapToInt(OpenAlerts::size).sum();
    }

    /**
     * A record to be written to the topic of decisions.
     *
     * @param partition of the webhooks that it is about
     */
    ProducerRecord<byte[], byte[]> written(NewRecord record, int partition) {
        return KafkaRecords.of(topics.decisions(), partition, record);
    }

    /** How many open alerts this relay remembers at most. */
    int most() {
        return most;
    }

    /** Since when this relay has the partition of replayed events; another object each time. */
    Optional<Assignment> assignment(TopicPartition partition) {
        return Optional.ofNullable(replayed.get(partition));
    }

    /** Whether the partition is one of replayed events, and not of webhooks. */
    boolean isReplayed(TopicPartition partition) {
        return partition.topic().equals(topics.replayed());
    }

    /** The names of channels, to resolve what a header means. */
    KnownNames channelNames() {
        Collection<String> now = channels.get();
        return names.updateAndGet(last -> last.areThese(now) ? last : new KnownNames(now));
    }

    @Override
    public void withdrawn(Collection<TopicPartition> gone) {
        gone.forEach(partitions::remove);
        gone.forEach(replayed::remove);
        reads.withdrawn(gone);
    }

    @Override
    public Runnable prepare(TopicPartition partition, long offset, Optional<String> note) {
        return isReplayed(partition) ? replayed(partition) : webhooks(partition, offset);
    }

    private Runnable replayed(TopicPartition partition) {
        Assignment assignment = new Assignment(end(partition));
        return () -> replayed.put(partition, assignment);
    }

    private long end(TopicPartition partition) {
        try (TopicReader reader = new TopicReader(clients)) {
            return reader.end(partition);
        }
    }

    private Runnable webhooks(TopicPartition webhooks, long offset) {
        OpenAlerts open = openAlerts(webhooks, offset);
        if (open.size() > 0 || open.decidedAlready() > 0) {
            LOG.info(
                    "{}: {} alerts are open, {} decisions are to be finished",
                    webhooks,
                    open.size(),
                    open.decidedAlready());
        }
        return () -> partitions.put(webhooks, open);
    }

    /** Waits until the partition is in use; a new one first takes over from its parent. */
    private OpenAlerts openAlerts(TopicPartition webhooks, long offset) {
        try {
            OptionalInt parent = used.awaitUsed(webhooks.partition());
            Long since = reads.begin(webhooks);
            try {
                RoutingStart start = new RoutingStart(clients.topicId(webhooks.topic()), offset, end(webhooks));
                OpenAlerts open = history(webhooks.partition(), start, parent).openAlerts();
                reads.succeeded(webhooks);
                return open;
            } finally {
                reads.end(webhooks, since);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            reads.failed(webhooks);
            throw e;
        }
    }

    private DecisionHistory history(int partition, RoutingStart start, OptionalInt parent) throws InterruptedException {
        AtomicBoolean adopted = new AtomicBoolean(parent.isEmpty());
        DecisionHistory history = read(partition, start, adopted);
        if (adopted.get()) {
            return history;
        }
        adoption.awaitRouted(parent.getAsInt(), partition);
        RoutingStart routed = new RoutingStart(start.journalId(), Long.MAX_VALUE, Long.MAX_VALUE);
        adoption.write(parent.getAsInt(), partition, read(parent.getAsInt(), routed, adopted));
        return read(partition, start, adopted);
    }

    /**
     * Reads the decisions of a partition of webhooks.
     *
     * @param adopted is set if they show that its take-over is complete
     */
    private DecisionHistory read(int partition, RoutingStart start, AtomicBoolean adopted) {
        DecisionHistory history = new DecisionHistory(maxAge, most, start);
        SkippedRecords unread = new SkippedRecords(topics.decisions());
        read(partition, unread.passingOver(record -> {
            adopted.compareAndSet(false, DecisionRecord.isAllAdopted(record));
            return add(record, history, unread);
        }));
        unread.log();
        return history;
    }

    private void read(int partition, Predicate<StoredRecord> visitor) {
        try (TopicReader reader = new TopicReader(clients)) {
            TopicPartition decisions = new TopicPartition(topics.decisions(), partition);
            long from = reader.start(decisions);
            long to = reader.end(decisions);
            try (StateReads.Read read =
                    clients.reads().begin("reading decisions of partition " + partition, from, to)) {
                reader.read(topics.decisions(), Map.of(partition, from), Map.of(partition, to), record -> {
                    read.at(record.offset());
                    return visitor.test(record);
                });
            }
        }
    }

    private boolean add(StoredRecord record, DecisionHistory history, SkippedRecords unread) {
        try {
            history.add(record, channelNames());
        } catch (UnreadableRecordException e) {
            unread.skipped(record, String.valueOf(e.getMessage()));
        }
        return true;
    }
}
