package io.alertrelay.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ReadingWatchTest {
    private static final TopicPartition PARTITION = new TopicPartition("webhooks", 0);

    private final AtomicLong now = new AtomicLong();
    private final ReadingWatch reads = new ReadingWatch(now::get);

    @Test
    void aReadIsLongFromSomeSecondsOnUntilItEnds() {
        Long read = reads.begin(PARTITION);
        assertThat(reads.isLong(PARTITION)).isFalse();

        pass(600);
        assertThat(reads.isLong(PARTITION)).isTrue();

        reads.end(PARTITION, read);
        assertThat(reads.isLong(PARTITION)).isFalse();
    }

    @Test
    void aLongReadAfterAFailedOneIsGivenTime() {
        fail(60);
        pass(2);
        reads.begin(PARTITION);
        pass(80);
        assertThat(reads.isLong(PARTITION)).isTrue();
    }

    @Test
    void onePartitionThatFailsAgainAndAgainCanNotBeReadUntilItIs() {
        for (int i = 0; i < 4; i++) {
            fail(30);
        }
        reads.begin(PARTITION);
        pass(6);
        assertThat(reads.isLong(PARTITION)).isFalse();

        reads.succeeded(PARTITION);
        assertThat(reads.isLong(PARTITION)).isTrue();
    }

    @Test
    void whatFailedBeforeThePartitionWasWithdrawnDoesNotCountWhenItComesBack() {
        fail(60);
        pass(600);
        reads.withdrawn(List.of(PARTITION));

        reads.begin(PARTITION);
        pass(6);
        assertThat(reads.isLong(PARTITION)).isTrue();
    }

    private void fail(int afterSeconds) {
        Long read = reads.begin(PARTITION);
        pass(afterSeconds);
        reads.end(PARTITION, read);
        reads.failed(PARTITION);
    }

    private void pass(int seconds) {
        now.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }
}
