package io.alertrelay.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.testing.SteppedClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OffsetCommitsTest {
    private static final TopicPartition PARTITION = new TopicPartition("channel", 0);
    private static final TopicPartition OTHER = new TopicPartition("channel", 1);

    private final SteppedClock steady = new SteppedClock();
    private final OffsetTracker tracker = new OffsetTracker(50, 1 << 20);
    private final PartitionListener listener = new PartitionListener() {
        @Override
        public String note(TopicPartition partition, long next) {
            return "note of " + next;
        }

        @Override
        public void withdrawn(Collection<TopicPartition> partitions) {}
    };
    private final TopicMarks marks = new TopicMarks(new TopicIds(() -> 0));
    private final List<Map<TopicPartition, OffsetAndMetadata>> sent = new ArrayList<>();
    private final List<OffsetCommitCallback> unanswered = new ArrayList<>();
    private final OffsetCommits commits = new OffsetCommits(
            new MockConsumer<Object, Object>("earliest") {
                @Override
                public void commitAsync(Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
                    sent.add(offsets);
                    unanswered.add(callback);
                }
            },
            tracker,
            listener,
            marks,
            steady);

    @Test
    void whatIsSettledIsCommittedOnceWithItsNote() {
        Polls.received(tracker, PARTITION, 3);
        tracker.settled(PARTITION, 0);
        tracker.settled(PARTITION, 2);
        Polls.received(tracker, OTHER, 1);
        tracker.settled(OTHER, 0);

        commits.commitSettled();
        answer(null);
        later();
        commits.commitSettled();

        assertThat(sent)
                .containsExactly(
                        Map.of(PARTITION, new OffsetAndMetadata(1, ""), OTHER, new OffsetAndMetadata(1, "note of 1")));
    }

    @Test
    void aCommitThatFailsIsTriedAgain() {
        Polls.received(tracker, PARTITION, 1);
        tracker.settled(PARTITION, 0);
        commits.commitSettled();
        assertThat(commits.mayCommit()).isFalse();

        answer(new KafkaException("the coordinator is away"));
        later();
        commits.commitSettled();

        assertThat(sent).hasSize(2);
        assertThat(sent.get(1)).isEqualTo(sent.get(0));
    }

    @Test
    void aCommitThatIsNeverAnsweredIsTriedAgain() {
        Polls.received(tracker, PARTITION, 1);
        tracker.settled(PARTITION, 0);
        commits.commitSettled();
        later();
        commits.commitSettled();
        assertThat(sent).hasSize(1);

        steady.advance(Duration.ofSeconds(10));
        commits.commitSettled();

        assertThat(sent).hasSize(2);
    }

    @Test
    void partitionsStandWhereTheyAreSettledOrElseAreRead() {
        Polls.received(tracker, PARTITION, 1);
        tracker.settled(PARTITION, 0);
        commits.commitSettled();
        answer(null);

        assertThat(commits.allToCommit(Set.of(PARTITION, OTHER), partition -> 7))
                .isEqualTo(Map.of(
                        PARTITION,
                        new OffsetAndMetadata(1, "note of 1"),
                        OTHER,
                        new OffsetAndMetadata(7, "note of 7")));
    }

    private void answer(@Nullable Exception failure) {
        unanswered.forEach(callback -> callback.onComplete(Map.of(), failure));
        unanswered.clear();
    }

    private void later() {
        steady.advance(Duration.ofSeconds(1));
    }
}
