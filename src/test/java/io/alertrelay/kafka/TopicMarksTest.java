package io.alertrelay.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/** An offset of a topic that was deleted is none of the topic that has its name now. */
class TopicMarksTest {
    private static final TopicPartition PARTITION = new TopicPartition("alert-relay.channel.payments", 0);
    private static final Uuid OLD = Uuid.randomUuid();
    private static final Uuid NEW = Uuid.randomUuid();

    private final TopicIds ids = new TopicIds(() -> 0);
    private final TopicMarks marks = new TopicMarks(ids);

    @Test
    void theTopicIsCommittedWithTheOffsetAndTheNoteComesBackWithoutIt() {
        ids.learn(PARTITION.topic(), OLD, 0);
        marks.begin(PARTITION, Optional.empty());
        assertThat(marks.recreated(List.of(PARTITION))).isEmpty();

        for (String note : List.of("v1 receipts=7", "")) {
            String metadata = marks.marked(PARTITION, 5, note).metadata();
            assertThat(metadata).endsWith("topic=" + OLD);
            assertThat(marks.begin(PARTITION, Optional.of(metadata))).contains(note);
        }
    }

    @Test
    void anOffsetThatWasCommittedForTheTopicBeforeIsFoundOutOnceWheneverTheNewTopicBecomesKnown() {
        marks.begin(PARTITION, Optional.of("v1 receipts=7 topic=" + OLD));
        assertThat(marks.recreated(List.of(PARTITION))).isEmpty();
        assertThat(marks.marked(PARTITION, 5, "").metadata()).isEqualTo("topic=" + OLD);

        ids.learn(PARTITION.topic(), NEW, 0);

        assertThat(marks.recreated(List.of(PARTITION))).containsExactly(PARTITION);
        assertThat(marks.recreated(List.of(PARTITION))).isEmpty();
        assertThat(marks.marked(PARTITION, 0, "").metadata()).isEqualTo("topic=" + NEW);
    }

    @Test
    void commitsOfEarlierVersionsAndOfKafkasToolsHoldAsTheyAre() {
        ids.learn(PARTITION.topic(), NEW, 0);

        assertThat(marks.begin(PARTITION, Optional.of("v1 receipts=7"))).contains("v1 receipts=7");
        assertThat(marks.recreated(List.of(PARTITION))).isEmpty();
        assertThat(marks.begin(PARTITION, Optional.of(""))).contains("");
        assertThat(marks.begin(PARTITION, Optional.empty())).isEmpty();
    }
}
