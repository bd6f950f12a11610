package io.alertrelay.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.testing.SharedBroker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OldRecordsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");
    private static final Duration KEPT = Duration.ofDays(7);

    private final Admin admin = SharedBroker.clients().admin();
    private final String topic = SharedBroker.newPrefix() + "t";
    private final AtomicInteger progress = new AtomicInteger();
    private final TopicPartition partition = new TopicPartition(topic, 0);

    @BeforeEach
    void fourRecordsTenToOneDaysOld() throws Exception {
        admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1)
                        .configs(Map.of(
                                "message.timestamp.before.max.ms",
                                "9223372036854775807",
                                "message.timestamp.after.max.ms",
                                "9223372036854775807",
                                // Its records are old by Kafka's clock.
                                "retention.ms",
                                "-1"))))
                .all()
                .get();
        send(10, 9, 2, 1);
    }

    private void send(long... daysOld) throws Exception {
        Properties p = new Properties();
        p.put("bootstrap.servers", SharedBroker.bootstrapServers());
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(p, new StringSerializer(), new StringSerializer())) {
            for (long days : daysOld) {
                long at = NOW.minus(Duration.ofDays(days)).toEpochMilli();
                producer.send(new ProducerRecord<>(topic, 0, at, "k", "v")).get();
            }
        }
    }

    @AfterEach
    void closeAdmin() {
        admin.close();
    }

    @ParameterizedTest(name = "{0} settled, so the first left is {1}")
    @CsvSource({"0, 0", "1, 1", "2, 2", "3, 2", "4, 2"})
    void deletesOnlyWhatIsBothOldAndSettled(long committed, long firstLeft) throws Exception {
        String group = topic + "-group";
        admin.alterConsumerGroupOffsets(group, Map.of(partition, new OffsetAndMetadata(committed)))
                .all()
                .get();

        at(NOW).deleteSettled(topic, group, KEPT);

        assertThat(firstLeft()).isEqualTo(firstLeft);
    }

    @Test
    void whatNobodyWaitsForIsDeletedWhenItIsOld() throws Exception {
        at(NOW).delete(topic, KEPT);

        assertThat(firstLeft()).isEqualTo(2);
    }

    @Test
    void theLastOfThatStaysWhereItTellsHowFarBackThePartitionReaches() throws Exception {
        at(NOW).keepingLast().delete(topic, KEPT);

        assertThat(firstLeft()).isEqualTo(1);
    }

    @Test
    void whatIsDeletedIsNotYoungerThanTheFirstThatIsLeftThoughTheClockWasSetBack() throws Exception {
        admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(4)))
                .all()
                .get();
        send(20, 9, 10, 0);

        at(NOW).keepingLast().delete(topic, KEPT);

        assertThat(firstLeft()).as("the one of 9 days ago").isEqualTo(5);
    }

    @Test
    void theFirstThatIsLeftTellsHowFarBackThePartitionReachesAlsoWhereRecordsAreRare() throws Exception {
        admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(4)))
                .all()
                .get();
        send(9, 8, 0);

        at(NOW).keepingLast().delete(topic, KEPT);

        assertThat(firstLeft()).as("the one of 8 days ago").isEqualTo(5);
    }

    @Test
    void aClockThatIsAYearAheadDeletesNothingThatIsYoungBesideTheNewest() throws Exception {
        at(NOW.plus(Duration.ofDays(365))).delete(topic, KEPT);

        assertThat(firstLeft()).isEqualTo(2);
    }

    @Test
    void aClockThatIsBehindDeletesNothingThatIsYoungByIt() throws Exception {
        at(NOW.minus(Duration.ofDays(5))).delete(topic, KEPT);

        assertThat(firstLeft()).isZero();
    }

    /** Kafka's file of the deleted ones is still there for some minutes, and has some that are young by their date. */
    @Test
    void whatIsYoungStaysRightAfterAllBeforeItWasDeleted() throws Exception {
        admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(4)))
                .all()
                .get();
        // More than a week after the first of that file, so Kafka begins another.
        send(-6);

        at(NOW.plus(Duration.ofDays(6))).delete(topic, KEPT);

        assertThat(firstLeft()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRecordOfTheFutureKeepsNothingThatIsOldBehindIt(boolean keepsLast) throws Exception {
        OldRecords old = keepsLast ? at(NOW).keepingLast() : at(NOW);
        int last = keepsLast ? 1 : 0;
        send(-365, -100, 9, -365, 2, -365);

        old.delete(topic, KEPT);
        assertThat(firstLeft()).as("behind the first run of old ones").isEqualTo(2 - last);
        admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(4)))
                .all()
                .get();
        old.delete(topic, KEPT);

        assertThat(firstLeft())
                .as("behind the future ones and the old one that follows")
                .isEqualTo(7 - last);

        old.delete(topic, KEPT);

        assertThat(firstLeft()).as("again").isEqualTo(7 - last);
    }

    @Test
    void whatOnlyRecordsOfTheFutureFollowStays() throws Exception {
        admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(4)))
                .all()
                .get();
        send(-365, -365);

        at(NOW).delete(topic, KEPT);

        assertThat(firstLeft()).isEqualTo(4);
    }

    @Test
    void itsProgressIsReportedWithEachRecordThatIsRead() throws Exception {
        at(NOW).delete(topic, KEPT);
        assertThat(progress).as("Kafka's answer is enough").hasValue(0);
        admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(4)))
                .all()
                .get();
        send(-365, -365);

        at(NOW).delete(topic, KEPT);

        assertThat(progress).hasValue(2);
    }

    @Test
    void anEmptyTopicStaysAsItIs() throws Exception {
        at(NOW).delete(topic, KEPT);
        admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(4)))
                .all()
                .get();

        at(NOW).delete(topic, KEPT);

        assertThat(firstLeft()).isEqualTo(4);
    }

    private OldRecords at(Instant time) {
        return new OldRecords(admin, SharedBroker.clients(), InstantSource.fixed(time), progress::incrementAndGet);
    }

    private long firstLeft() throws Exception {
        return admin.listOffsets(Map.of(partition, OffsetSpec.earliest()))
                .partitionResult(partition)
                .get()
                .offset();
    }
}
