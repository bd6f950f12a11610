package io.alertrelay.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Decides when a consumer commits: one commit at a time, a few times a second. The receipts have what is settled; a
 * commit only saves reading them at the next start, and costs the broker a flush. A commit that is never answered does
 * not block the next: Kafka's client has been seen not to complete one that was in flight when its process was
 * suspended and its session ended. For one thread.
 */
final class CommitPace {
    private static final Duration EVERY = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Optional<SentCommit> underWay = Optional.empty();
    private Instant next = Instant.MIN;

    /** A commit that was sent. */
    record SentCommit(Set<TopicPartition> partitions, Instant sentAt) {}

    /** Whether one may be sent now. */
    boolean allows(Instant now) {
        return underWay.isEmpty() && !now.isBefore(next);
    }

    /** One is sent. */
    SentCommit sent(Set<TopicPartition> partitions, Instant now) {
        SentCommit commit = new SentCommit(Set.copyOf(partitions), now);
        underWay = Optional.of(commit);
        next = now.plus(EVERY);
        return commit;
    }

    /** It was completed, or could not be sent. */
    void ended(SentCommit commit) {
        underWay = underWay.filter(other -> other != commit);
    }

    /** The commit in flight if it has timed out; returned once. */
    Optional<SentCommit> givenUp(Instant now) {
        Optional<SentCommit> late =
                underWay.filter(commit -> commit.sentAt().plus(PATIENCE).isBefore(now));
        late.ifPresent(this::ended);
        return late;
    }
}
