package io.alertrelay.kafka;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The commits of a consumer: a few times a second, what is settled and not committed yet, with the note of the listener
 * and the topic's id. What is not committed is tried again. For the thread that polls, which also runs what follows
 * from a commit.
 */
final class OffsetCommits {
    private static final Logger LOG = LoggerFactory.getLogger(OffsetCommits.class);

    private final Consumer<?, ?> consumer;
    private final OffsetTracker tracker;
    private final PartitionListener listener;
    private final TopicMarks marks;
    private final InstantSource steady;
    private final CommitPace pace = new CommitPace();
    private boolean failing;

    /** @param steady by which the pace is measured; never set back or forward */
    OffsetCommits(
            Consumer<?, ?> consumer,
            OffsetTracker tracker,
            PartitionListener listener,
            TopicMarks marks,
            InstantSource steady) {
        this.consumer = consumer;
        this.tracker = tracker;
        this.listener = listener;
        this.marks = marks;
        this.steady = steady;
    }

    /** Whether one may be sent now. */
    boolean mayCommit() {
        return pace.allows(steady.instant());
    }

    /** Commits what is settled, if there is anything and it is time to. */
    void commitSettled() {
        Instant now = steady.instant();
        pace.givenUp(now).ifPresent(commit -> {
            LOG.warn("offsets of {} committed without an answer, tried again", commit.partitions());
            tracker.notCommitted(commit.partitions());
        });
        if (!pace.allows(now)) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> offsets = toCommit();
        if (offsets.isEmpty()) {
            return;
        }
        CommitPace.SentCommit commit = pace.sent(offsets.keySet(), now);
        try {
            consumer.commitAsync(offsets, (committed, failure) -> committed(commit, Optional.ofNullable(failure)));
        } catch (RuntimeException e) {
            committed(commit, Optional.of(e));
            throw e;
        }
    }

    private void committed(CommitPace.SentCommit commit, Optional<Exception> failure) {
        pace.ended(commit);
        if (failure.isPresent()) {
            tracker.notCommitted(commit.partitions());
        }
        if (failure.filter(RebalanceInProgressException.class::isInstance).isEmpty()) {
            log(commit.partitions(), failure);
        }
    }

    /** Logs once that commits fail, and once that they succeed again. */
    private void log(Set<TopicPartition> partitions, Optional<Exception> failure) {
        if (failure.isPresent() && !failing) {
            LOG.warn(
                    "offsets of {} not committed, tried again: {}",
                    partitions,
                    failure.get().getMessage());
        } else if (failure.isEmpty() && failing) {
            LOG.info("offsets of {} committed again", partitions);
        }
        failing = failure.isPresent();
    }

    /** The settled offsets of the partitions that are not committed yet. They count as committed from now on. */
    Map<TopicPartition, OffsetAndMetadata> toCommit() {
        return tracker.committable(listener).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        e -> marks.marked(
                                e.getKey(), e.getValue().offset(), e.getValue().note())));
    }

    /** Those that {@link #toCommit} or {@link #allToCommit} gave were not committed: they are given again. */
    void notCommitted(Set<TopicPartition> partitions) {
        tracker.notCommitted(partitions);
    }

    /**
     * The settled offsets of these partitions, committed or not. They count as committed from now on.
     *
     * @param next the offset of a partition of which nothing was settled
     */
    Map<TopicPartition, OffsetAndMetadata> allToCommit(
            Set<TopicPartition> partitions, ToLongFunction<TopicPartition> next) {
        tracker.notCommitted(partitions);
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>(toCommit());
        offsets.keySet().retainAll(partitions);
        partitions.forEach(partition -> offsets.computeIfAbsent(partition, p -> {
            long offset = next.applyAsLong(p);
            return marks.marked(p, offset, listener.note(p, offset));
        }));
        return offsets;
    }
}
