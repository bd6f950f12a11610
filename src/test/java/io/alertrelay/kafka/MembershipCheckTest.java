package io.alertrelay.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alertrelay.testing.SteppedClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MembershipCheckTest {
    private static final TopicPartition PARTITION = new TopicPartition("channel", 0);
    private static final Duration SESSION = Duration.ofSeconds(4);

    private final SteppedClock clock = new SteppedClock();
    private final OffsetTracker tracker = new OffsetTracker(50, 1 << 20);
    private final Lease lease = new Lease(() -> clock.millis() * 1_000_000, clock);
    private final PartitionListener listener = new PartitionListener() {
        @Override
        public void withdrawn(Collection<TopicPartition> partitions) {}
    };
    private final TopicIds ids = new TopicIds(() -> 0);
    private final List<Map<TopicPartition, OffsetAndMetadata>> asked = new ArrayList<>();
    private Optional<KafkaException> failure = Optional.empty();
    private final MockConsumer<Object, Object> consumer = new MockConsumer<>("earliest") {
        @Override
        public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
            asked.add(offsets);
            failure.ifPresent(e -> {
                throw e;
            });
        }
    };
    private final OffsetCommits commits = new OffsetCommits(consumer, tracker, listener, new TopicMarks(ids), clock);
    private final MembershipCheck check = new MembershipCheck(
            consumer,
            lease,
            commits,
            new Preparations(listener, partition -> 0, (partition, offset) -> {}, new TopicFaults(clock), clock),
            new SetBack(ids, ids::now));

    @BeforeEach
    void assign() {
        consumer.assign(List.of(PARTITION));
        consumer.seek(PARTITION, 7);
    }

    @Test
    void aLeaseThatIsHeldIsNotAskedFor() {
        check.askIfLapsed();

        assertThat(asked).isEmpty();
    }

    @Test
    void whoMayCommitOnceMoreIsStillAMember() {
        lapse();

        check.askIfLapsed();

        assertThat(lease.isHeld()).isTrue();
        assertThat(asked).containsExactly(Map.of(PARTITION, new OffsetAndMetadata(7, listener.note(PARTITION, 7))));
    }

    @Test
    void whoMayNotIsAskedAgainWithTheNextPoll() {
        lapse();
        failure = Optional.of(new CommitFailedException());
        check.askIfLapsed();
        assertThat(lease.isHeld()).isFalse();

        failure = Optional.empty();
        check.askIfLapsed();

        assertThat(asked).hasSize(2);
        assertThat(lease.isHeld()).isTrue();
    }

    @Test
    void whatWasSettledIsCommittedLaterIfTheCheckFails() {
        tracker.received(PARTITION, 7, 1, "");
        tracker.settled(PARTITION, 7);
        lapse();
        failure = Optional.of(new TimeoutException("no answer"));

        check.askIfLapsed();

        assertThat(commits.toCommit()).containsOnlyKeys(PARTITION);
    }

    @Test
    void thatTheCredentialsAreRefusedFailsThePoll() {
        lapse();
        failure = Optional.of(new SaslAuthenticationException("expired"));

        assertThatThrownBy(check::askIfLapsed).isInstanceOf(SaslAuthenticationException.class);
    }

    private void lapse() {
        lease.terms(SESSION, () -> 0, () -> false);
    }
}
