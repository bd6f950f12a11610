package io.alertrelay.kafka;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the group's coordinator whether this relay is still a member, when its lease has run out: nothing is handled
 * until that is confirmed. The coordinator accepts a commit only from members of the current generation; so the
 * committed offsets are committed once more as a check. For the thread that polls.
 */
final class MembershipCheck {
    private static final Logger LOG = LoggerFactory.getLogger(MembershipCheck.class);

    private static final Duration CONFIRMATION = Duration.ofSeconds(2);

    private final Consumer<?, ?> consumer;
    private final Lease lease;
    private final OffsetCommits commits;
    private final Preparations preparations;
    private final SetBack setBack;
    private boolean confirmed;

    MembershipCheck(
            Consumer<?, ?> consumer, Lease lease, OffsetCommits commits, Preparations preparations, SetBack setBack) {
        this.consumer = consumer;
        this.lease = lease;
        this.commits = commits;
        this.preparations = preparations;
        this.setBack = setBack;
    }

    /** Asks, unless the lease is held. */
    void askIfLapsed() {
        if (lease.isHeld()) {
            return;
        }
        logLapsed();
        Set<TopicPartition> handled = new HashSet<>(consumer.assignment());
        handled.removeAll(preparations.pending());
        Map<TopicPartition, OffsetAndMetadata> offsets = commits.allToCommit(handled, this::next);
        if (offsets.isEmpty()) {
            return;
        }
        long askedAt = lease.now();
        try {
            consumer.commitSync(offsets, CONFIRMATION);
            lease.confirmed(askedAt);
            logConfirmed(offsets.keySet());
        } catch (WakeupException | AuthenticationException | AuthorizationException e) {
            // With files that were replaced only another client can log in, and no poll would fail for this reason
            // again.
            commits.notCommitted(offsets.keySet());
            throw e;
        } catch (KafkaException e) {
            commits.notCommitted(offsets.keySet());
            // The poll finds out whether to wait or whether the partitions are lost.
            LOG.debug("{}: not confirmed by the group's coordinator", offsets.keySet(), e);
        }
    }

    private void logLapsed() {
        if (confirmed) {
            LOG.info(
                    "{}: nothing of them is handled until the group's coordinator confirms that they are still this relay's,"
                            + " because it was suspended, or got no answer of the coordinator for long",
                    consumer.assignment());
        }
        confirmed = false;
    }

    private void logConfirmed(Set<TopicPartition> partitions) {
        LOG.info("{}: this relay's, as the group's coordinator confirms", partitions);
        confirmed = true;
    }

    /** Where the client is, or will be: it may have to ask the partition's leader first, which may be missing. */
    private long next(TopicPartition partition) {
        try {
            return consumer.position(partition, Duration.ZERO);
        } catch (TimeoutException e) {
            return setBack.next(partition);
        }
    }
}
