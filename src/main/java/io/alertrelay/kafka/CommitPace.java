package io.alertrelay.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * When a consumer commits: one commit at a time, a few times a second. The receipts tell what is settled; a commit only
 * spares a start from reading them, and costs the broker a flush. One that is never answered holds up no other: Kafka's
 * client was seen not to answer one that was under way when its process stood still and its session ended. For one
 * thread.
 */
final class CommitPace {
    private static final Duration EVERY = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Optional<Commit> underWay = Optional.empty();
    private Instant next = Instant.MIN;

    /** A commit that was sent. */
    record Commit(Set<TopicPartition> partitions, Instant sentAt) {}

    /** Whether one may be sent now. */
    boolean allows(Instant now) {
        return underWay.isEmpty() && !now.isBefore(next);
    }

    /** One is sent. */
    Commit sent(Set<TopicPartition> partitions, Instant now) {
        Commit commit = new Commit(Set.copyOf(partitions), now);
        underWay = Optional.of(commit);
        next = now.plus(EVERY);
        return commit;
    }

    /** It was answered, or could not be sent. */
    void ended(Commit commit) {
        underWay = underWay.filter(other -> other != commit);
    }

    /** The one that is under way, if its answer is no longer waited for; it is given once. */
    Optional<Commit> givenUp(Instant now) {
        Optional<Commit> late =
                underWay.filter(commit -> commit.sentAt().plus(PATIENCE).isBefore(now));
        late.ifPresent(this::ended);
        return late;
    }
}
