package io.alertrelay.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.kafka.CommitPace.SentCommit;
import java.time.Instant;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class CommitPaceTest {
    private static final Set<TopicPartition> PARTITIONS = Set.of(new TopicPartition("channel", 0));
    private static final Instant NOW = Instant.EPOCH;

    private final CommitPace pace = new CommitPace();

    @Test
    void theFirstIsSentAtOnceAndTheNextAQuarterOfASecondLater() {
        assertThat(pace.allows(NOW)).isTrue();
        pace.ended(pace.sent(PARTITIONS, NOW));

        assertThat(pace.allows(NOW.plusMillis(249))).isFalse();
        assertThat(pace.allows(NOW.plusMillis(250))).isTrue();
    }

    @Test
    void thereIsOneAtATime() {
        SentCommit commit = pace.sent(PARTITIONS, NOW);
        assertThat(pace.allows(NOW.plusSeconds(5))).isFalse();

        pace.ended(commit);

        assertThat(pace.allows(NOW.plusSeconds(5))).isTrue();
    }

    @Test
    void oneThatIsNeverAnsweredIsGivenUpAfterTenSeconds() {
        SentCommit commit = pace.sent(PARTITIONS, NOW);

        assertThat(pace.givenUp(NOW.plusSeconds(10))).isEmpty();
        assertThat(pace.givenUp(NOW.plusSeconds(11))).contains(commit);
        assertThat(pace.givenUp(NOW.plusSeconds(12))).isEmpty();
        assertThat(pace.allows(NOW.plusSeconds(11))).isTrue();
    }

    @Test
    void theLateAnswerOfOneThatWasGivenUpDoesNotEndTheNext() {
        SentCommit late = pace.sent(PARTITIONS, NOW);
        pace.givenUp(NOW.plusSeconds(11));
        pace.sent(PARTITIONS, NOW.plusSeconds(11));

        pace.ended(late);

        assertThat(pace.allows(NOW.plusSeconds(12))).isFalse();
    }
}
