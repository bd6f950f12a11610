package io.alertrelay.kafka;

import io.alertrelay.time.SteadyClock;
import io.alertrelay.watchdog.Stage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.DoubleSupplier;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka consumer that commits what is settled, and nothing else. Records are handled on other threads and may end in
 * any order; the offsets of a partition move up to its first unsettled record.
 *
 * <p>It is a subclass because Camel owns the loop that polls: its own ways to commit skip a failed record (auto
 * commit), commit the last record of a batch (manual commit of a batch), or must be called on the poll thread, which
 * only {@link #poll(Duration)} is sure to be. So each poll first commits, goes back to what failed, and pauses the
 * partitions of which enough is held.
 */
final class SettlingConsumer extends GuardedConsumer {
    private static final Logger LOG = LoggerFactory.getLogger(SettlingConsumer.class);
    private static final Duration REWIND_PAUSE = Duration.ofSeconds(1);
    /** A stop waits for the current poll. */
    private static final Duration QUIET_POLL = Duration.ofSeconds(1);
    /** The same for the only member of its group, which a stop ends ({@link #hurry}). */
    private static final Duration QUIET_POLL_ALONE = Duration.ofSeconds(5);

    /** The time for leaving the group when it closes. */
    private static final Duration LEAVE_TIMEOUT = Duration.ofSeconds(30);
    /**
     * The same for the only member of its group, which need not wait for its last fetch: no other member takes over its
     * partitions, and it gets them back by its static id.
     */
    private static final Duration LEAVE_TIMEOUT_ALONE = Duration.ofMillis(100);

    private static final Duration REFUSED_PAUSE = Duration.ofSeconds(2);
    /** Kafka's metrics of the coordinator's answers. */
    private static final Set<String> ANSWERS = Set.of("heartbeat-total", "join-total", "sync-total", "commit-total");

    private final OffsetTracker tracker;
    private final PartitionListener listener;
    private final Preparations preparations;
    private final TopicFaults faults;
    private final DamagedRecords damaged;
    private final TopicMarks marks;
    private final SetBack setBack;
    private final Membership membership;
    private final Stage polling;
    private final Optional<StaticMember> member;
    private final boolean alone;
    /** A wall clock that is set back must not keep a partition from being read. */
    private final Clock steady;

    private final OffsetCommits commits;
    private final MembershipCheck check;
    private final Map<TopicPartition, Instant> rewound = new HashMap<>();
    private volatile boolean closed;
    private volatile boolean replaced;

    SettlingConsumer(
            Properties properties,
            OffsetTracker tracker,
            PartitionListener listener,
            ToLongFunction<TopicPartition> starts,
            TopicFaults faults,
            DamagedFetches fetches,
            TopicIds ids,
            Membership membership,
            Clock clock,
            Stage polling) {
        super(properties, clock);
        this.tracker = tracker;
        this.listener = listener;
        this.preparations = new Preparations(listener, starts, this::seek, faults, clock);
        this.faults = faults;
        this.damaged = new DamagedRecords(faults, Optional.of(fetches));
        this.marks = new TopicMarks(ids);
        this.setBack = new SetBack(ids, ids::now);
        this.steady = new SteadyClock(clock, System::nanoTime);
        this.commits = new OffsetCommits(this, tracker, listener, marks, steady);
        this.check = new MembershipCheck(this, tracker.lease(), commits, preparations, setBack);
        this.membership = membership;
        this.polling = polling;
        this.alone = Membership.isStatic(properties);
        this.member = alone ? Optional.of(new StaticMember(this)) : Optional.empty();
        // When Camel reconnects, another consumer preceded this one; what it held is read again.
        tracker.forgetAll();
        if (!alone) {
            // Another relay may take this one's partitions.
            tracker.lease().terms(session(properties), answersOfTheCoordinator(), () -> !closed);
        }
    }

    private static Duration session(Properties properties) {
        return Duration.ofMillis(
                Long.parseLong(String.valueOf(properties.get(CommonClientConfigs.SESSION_TIMEOUT_MS_CONFIG))));
    }

    /** How many answers it gave, whatever their content: the next poll acts on that. */
    private DoubleSupplier answersOfTheCoordinator() {
        List<Metric> answers = metrics().entrySet().stream()
                .filter(metric -> ANSWERS.contains(metric.getKey().name()))
                .<Metric>map(Map.Entry::getValue)
                .toList();
        return () -> answers.stream()
                .mapToDouble(answer -> (double) answer.metricValue())
                .sum();
    }

    /**
     * A successful poll is a sign of life; a failed one is not, so that a consumer that keeps failing is detected, too.
     * An Error would silently end Camel's thread, so it is rethrown as a fault after which Camel reconnects. So is the
     * refusal of the relay's credentials or rights, for which Camel ends a consumer for good: these may be corrected
     * while the relay runs.
     */
    @Override
    public ConsumerRecords<Object, Object> poll(Duration timeout) {
        try {
            ConsumerRecords<Object, Object> records = settleAndPoll(timeout);
            tracker.assigned(assignment(), groupMetadata().generationId());
            member.ifPresent(StaticMember::polled);
            polling.progress();
            polling.doing("");
            return records;
        } catch (AuthenticationException | AuthorizationException e) {
            polling.doing("connecting again after: " + e.getMessage());
            LockSupport.parkNanos(REFUSED_PAUSE.toNanos());
            throw new KafkaException("the cluster refuses this consumer: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            polling.doing("connecting again after: " + e.getMessage());
            throw e;
        } catch (Error e) {
            polling.doing("connecting again after: " + e);
            throw new KafkaException("the relay failed in a poll: " + e, e);
        }
    }

    /** Lets the next poll fail, so that Camel reconnects with a new consumer. May be called by any thread. */
    void replace() {
        replaced = true;
    }

    private ConsumerRecords<Object, Object> settleAndPoll(Duration timeout) {
        if (replaced) {
            throw new KafkaException("the thread that polls ended by a fault: connecting again with a new consumer");
        }
        if (clockWasSetBack()) {
            throw new KafkaException(
                    "the wall clock was set back, and Kafka's client measures by it: connecting again with a new one");
        }
        Set<TopicPartition> unclear = setBack.unclear(assignment());
        startOver();
        commits.commitSettled();
        rewindFailed();
        preparations.finish();
        check.askIfLapsed();
        pauseFull(unclear);
        boolean quiet = isQuiet() && unclear.isEmpty();
        ConsumerRecords<Object, Object> records = inOrder(polled(quiet, timeout));
        if (quiet && !records.isEmpty() && isAnotherTopic(records)) {
            return ConsumerRecords.empty();
        }
        if (!tracker.lease().isHeld()) {
            // The process was suspended in the poll: its records are read again if the partitions still belong to it.
            records.partitions().stream().filter(assignment()::contains).forEach(this::readAgain);
            return ConsumerRecords.empty();
        }
        // Before any is received: this may fail, and what was received is waited for when partitions are given back.
        for (TopicPartition partition : records.partitions()) {
            lookForDeleted(partition, records.records(partition).get(0).offset());
        }
        for (TopicPartition partition : records.partitions()) {
            received(partition, records.records(partition));
        }
        return records;
    }

    /** Without what is in a partition that was set back, which is read again when it is known why. */
    private ConsumerRecords<Object, Object> inOrder(ConsumerRecords<Object, Object> polled) {
        Set<TopicPartition> found = setBack.among(polled);
        if (found.isEmpty()) {
            return polled;
        }
        listener.withdrawn(found);
        // What is not settled may still be there, before where the log now ends.
        Map<TopicPartition, NotedOffset> unsettled = tracker.rewinds(found, listener);
        Map<TopicPartition, List<ConsumerRecord<Object, Object>>> others = new HashMap<>();
        for (TopicPartition partition : polled.partitions()) {
            if (found.contains(partition)) {
                long offset = polled.records(partition).get(0).offset();
                LOG.warn(
                        "{}: the cluster has set it back to offset {}, nothing of it is handled until it is known"
                                + " whether it is another topic",
                        partition,
                        offset);
                Optional<NotedOffset> first =
                        Optional.ofNullable(unsettled.get(partition)).filter(known -> known.offset() < offset);
                long next = first.map(NotedOffset::offset).orElse(offset);
                seek(partition, next);
                assigned(partition, Optional.of(next), first.map(NotedOffset::note));
            } else {
                others.put(partition, polled.records(partition));
            }
        }
        return new ConsumerRecords<>(others, Map.of());
    }

    @Override
    public void seek(TopicPartition partition, long offset) {
        setBack.readFrom(partition, offset);
        super.seek(partition, offset);
    }

    /**
     * Whether the next poll has nothing to do until a record is received. Not known with several partitions: a record
     * in progress may complete.
     */
    private boolean isQuiet() {
        return assignment().size() == 1
                && tracker.unsettled() == 0
                && commits.mayCommit()
                && rewound.isEmpty()
                && preparations.pending().isEmpty()
                && !tracker.isSuspended();
    }

    /**
     * Whether their topic was found to be another one, or missing, while they were waited for, which may be for long:
     * then they are read again, when it is known what they belong to.
     */
    private boolean isAnotherTopic(ConsumerRecords<Object, Object> records) {
        Set<TopicPartition> restarted = startOver();
        if (restarted.isEmpty() && setBack.unclear(records.partitions()).isEmpty()) {
            return false;
        }
        // The poll is dropped as a whole, also what another partition has that was assigned meanwhile.
        records.partitions().stream()
                .filter(partition -> assignment().contains(partition) && !restarted.contains(partition))
                .forEach(this::readAgain);
        return true;
    }

    /** Not from the first record of the poll on: what was deleted before it would go unnoticed. */
    private void readAgain(TopicPartition partition) {
        seek(partition, setBack.next(partition));
    }

    /** All records of a poll share a note: what was known before the first of them. */
    private void received(TopicPartition partition, List<ConsumerRecord<Object, Object>> records) {
        setBack.readFrom(partition, records.get(records.size() - 1).offset() + 1);
        String note = listener.note(partition, records.get(0).offset());
        records.forEach(record -> tracker.received(partition, record.offset(), KafkaRecords.size(record), note));
    }

    /**
     * Kafka's client silently goes on at the partition's beginning if what it wants to read next was deleted. Other
     * gaps have no records: a copied log's fillers are not shown, and damaged records are counted when they are found.
     *
     * @param received the first record that the client returns now
     */
    private void lookForDeleted(TopicPartition partition, long received) {
        long expected = setBack.next(partition);
        if (received <= expected) {
            return;
        }
        long first = Math.min(received, beginningOffsets(Set.of(partition)).getOrDefault(partition, 0L));
        if (first > expected) {
            LOG.error(
                    "{}: offsets {} to {} were deleted in Kafka before they were read here, {} records are lost; see that"
                            + " nobody deletes records of this topic, or sets retention.ms or retention.bytes on it",
                    partition,
                    expected,
                    first - 1,
                    first - expected);
            faults.lost(partition.topic(), partition.partition(), expected, first);
        }
    }

    @Override
    public void subscribe(Collection<String> topics, ConsumerRebalanceListener camels) {
        super.subscribe(topics, handOver(camels));
    }

    private PartitionHandOver handOver(ConsumerRebalanceListener camels) {
        return new PartitionHandOver(this, listener, tracker, commits, preparations, camels);
    }

    @Override
    public void subscribe(Pattern pattern, ConsumerRebalanceListener camels) {
        super.subscribe(pattern, handOver(camels));
    }

    private ConsumerRecords<Object, Object> polled(boolean quiet, Duration timeout) {
        try {
            ConsumerRecords<Object, Object> records =
                    quiet ? longPoll(alone ? QUIET_POLL_ALONE : QUIET_POLL, timeout) : guardedPoll(timeout);
            damaged.passed(records);
            return records;
        } catch (AuthenticationException | AuthorizationException e) {
            throw e;
        } catch (KafkaException e) {
            if (damaged.passOver(this, e)) {
                return ConsumerRecords.empty();
            }
            membership.yieldTo(e);
            throw e;
        }
    }

    /**
     * What was settled in a deleted topic says nothing about the new topic of that name.
     *
     * @return the partitions of such topics
     */
    private Set<TopicPartition> startOver() {
        Set<TopicPartition> partitions = Set.copyOf(marks.recreated(assignment()));
        if (!partitions.isEmpty()) {
            LOG.warn(
                    "{}: the topic is another one than the offsets belong to, it is read from its beginning",
                    partitions);
            listener.withdrawn(partitions);
            tracker.forget(partitions);
            seekToBeginning(partitions);
            partitions.forEach(partition -> assigned(partition, Optional.empty(), Optional.empty()));
        }
        return partitions;
    }

    private void rewindFailed() {
        Set<TopicPartition> failing = tracker.failing();
        if (!failing.isEmpty()) {
            polling.doing("waiting for the end of what is in flight of " + failing);
            listener.withdrawn(failing);
            // Only these: another one may have failed meanwhile, and is not withdrawn.
            tracker.rewinds(failing, listener).forEach((partition, position) -> {
                if (assignment().contains(partition)) {
                    LOG.warn("going back to offset {} of {}", position.offset(), partition);
                    seek(partition, position.offset());
                    assigned(partition, Optional.of(position.offset()), Optional.of(position.note()));
                    rewound.put(partition, steady.instant().plus(REWIND_PAUSE));
                }
            });
        }
        rewound.values().removeIf(until -> !until.isAfter(steady.instant()));
    }

    /** The partitions are assigned to this consumer: they are read from the committed offsets. */
    void assigned(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> committed = committed(Set.copyOf(partitions));
        for (TopicPartition partition : partitions) {
            Optional<OffsetAndMetadata> commit = Optional.ofNullable(committed.get(partition));
            assigned(
                    partition,
                    commit.map(OffsetAndMetadata::offset),
                    marks.begin(partition, commit.map(OffsetAndMetadata::metadata)));
        }
    }

    /** @param offset that is read next; empty for the first record, which is looked up when it is prepared */
    private void assigned(TopicPartition partition, Optional<Long> offset, Optional<String> note) {
        setBack.readFrom(partition, offset.orElse(0L));
        preparations.begin(partition, offset, note);
        pause(Set.of(partition));
    }

    private void pauseFull(Set<TopicPartition> unclear) {
        Set<TopicPartition> full = tracker.full();
        if (full.isEmpty() && unclear.isEmpty() && rewound.isEmpty() && readsAll()) {
            return;
        }
        Set<TopicPartition> wanted = new HashSet<>(full);
        wanted.addAll(unclear);
        wanted.addAll(rewound.keySet());
        wanted.addAll(preparations.pending());
        if (tracker.isSuspended() || !tracker.lease().isHeld()) {
            wanted.addAll(assignment());
        }
        wanted.retainAll(assignment());
        Set<TopicPartition> resumed = new HashSet<>(paused());
        resumed.removeAll(wanted);
        resume(resumed);
        pause(wanted);
    }

    /** Whether nothing is paused, and nothing that holds for all partitions asks for it, as at nearly every poll. */
    private boolean readsAll() {
        return preparations.pending().isEmpty()
                && paused().isEmpty()
                && !tracker.isSuspended()
                && tracker.lease().isHeld();
    }

    @Override
    public void close() {
        close(CloseOptions.timeout(LEAVE_TIMEOUT));
    }

    @Override
    public void close(CloseOptions options) {
        try {
            super.close(alone ? CloseOptions.timeout(LEAVE_TIMEOUT_ALONE) : options);
        } finally {
            preparations.close();
            closed = true;
        }
    }
}
