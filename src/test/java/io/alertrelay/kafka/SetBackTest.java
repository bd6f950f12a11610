package io.alertrelay.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SetBackTest {
    private static final TopicPartition PARTITION = new TopicPartition("channel", 0);

    private final AtomicLong nanos = new AtomicLong(1);
    private final TopicIds ids = new TopicIds(nanos::get);
    private final SetBack setBack = new SetBack(ids, nanos::get);

    @BeforeEach
    void theNextRecordToReadIsTheTenth() {
        setBack.readFrom(PARTITION, 10);
    }

    @Test
    void aGapInTheOffsetsIsNoSettingBack() {
        assertThat(setBack.among(recordsFrom(12))).isEmpty();
        assertThat(setBack.unclear(Set.of(PARTITION))).isEmpty();
    }

    @Test
    void aPartitionThatIsSetBackIsHeldUntilTheIdOfItsTopicIsLearnedAgain() {
        assertThat(setBack.among(recordsFrom(3))).containsExactly(PARTITION);
        ids.learn("channel", Uuid.randomUuid(), nanos.get());
        assertThat(setBack.unclear(Set.of(PARTITION))).as("asked for before").containsExactly(PARTITION);

        nanos.incrementAndGet();
        ids.learn("channel", Uuid.randomUuid(), nanos.get());

        assertThat(setBack.unclear(Set.of(PARTITION))).isEmpty();
    }

    @Test
    void itIsReadOnIfTheClusterDoesNotReportTheIdForLong() {
        assertThat(setBack.among(recordsFrom(3))).containsExactly(PARTITION);
        nanos.addAndGet(Duration.ofSeconds(9).toNanos());
        assertThat(setBack.unclear(Set.of(PARTITION))).containsExactly(PARTITION);

        nanos.addAndGet(Duration.ofSeconds(2).toNanos());

        assertThat(setBack.unclear(Set.of(PARTITION))).isEmpty();
    }

    @Test
    void aPartitionWhoseTopicWasMissingIsHeldUntilItsIdIsLearnedAgain() {
        ids.learn("channel", Uuid.randomUuid(), nanos.get());
        ids.missing("channel");
        assertThat(setBack.unclear(Set.of(PARTITION))).containsExactly(PARTITION);

        ids.learn("channel", Uuid.randomUuid(), nanos.get());

        assertThat(setBack.unclear(Set.of(PARTITION))).isEmpty();
    }

    private static ConsumerRecords<?, ?> recordsFrom(long offset) {
        return new ConsumerRecords<>(
                Map.of(PARTITION, List.of(new ConsumerRecord<>("channel", 0, offset, "", ""))), Map.of());
    }
}
