package io.alertrelay.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alertrelay.record.StoredRecord;
import io.alertrelay.testing.SharedBroker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TopicReaderTest {
    /** Not long ago: the broker deletes what is older than a week. */
    private static final long T0 = Instant.now()
            .minus(Duration.ofHours(1))
            .truncatedTo(ChronoUnit.SECONDS)
            .toEpochMilli();

    private final String topic = SharedBroker.newPrefix() + "topic";
    private final Admin admin = SharedBroker.clients().admin();
    private final TopicReader reader = new TopicReader(SharedBroker.clients());

    @BeforeEach
    void fill() throws Exception {
        SharedBroker.create(topic, 2);
        Properties p = new Properties();
        p.put("bootstrap.servers", SharedBroker.bootstrapServers());
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(p, new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < 3_000; i++) {
                ProducerRecord<String, String> record =
                        new ProducerRecord<>(topic, i % 2, T0 + i * 1_000L, "k" + i, i == 0 ? null : "v" + i);
                record.headers().add("why", "值班".getBytes(StandardCharsets.UTF_8));
                producer.send(record);
            }
        }
    }

    @AfterEach
    void close() {
        reader.close();
        admin.close();
    }

    @Test
    void aReaderWhoseNewClientCanNotBeMadeWhileFilesAreReplacedReadsOnWithALaterOne() {
        AtomicBoolean halfWritten = new AtomicBoolean();
        KafkaClients clients = SharedBroker.clients();
        try (TopicReader renewed = new TopicReader(
                clients,
                () -> {
                    if (halfWritten.get()) {
                        throw new KafkaException("the keystore is half written");
                    }
                    return clients.bulkReader();
                },
                false)) {
            halfWritten.set(true);
            renewed.renew();
            assertThatThrownBy(() -> renewed.ends(topic)).hasMessageContaining("half written");

            halfWritten.set(false);

            assertThat(renewed.ends(topic)).isEqualTo(Map.of(0, 1_500L, 1, 1_500L));
        }
    }

    @Test
    void readsEveryRecordOfTheRangesOnceAndInOrder() {
        List<StoredRecord> read = read(Map.of(0, 10L, 1, 0L), Map.of(0, 1_400L, 1, 1_500L));

        assertThat(read.stream().filter(r -> r.partition() == 0).map(StoredRecord::offset))
                .hasSize(1_390)
                .isSorted()
                .startsWith(10L)
                .endsWith(1_399L);
        assertThat(read.stream().filter(r -> r.partition() == 1)).hasSize(1_500);
        assertThat(read.get(0).header("why")).contains("值班");
        assertThat(read.get(0).header("other")).isEmpty();
    }

    @Test
    void whatIsBeingReadWhenTheClientsAreReplacedIsReadOnWithoutAFault() {
        List<StoredRecord> read = new ArrayList<>();

        reader.read(topic, reader.starts(topic), reader.ends(topic), record -> {
            if (read.size() % 500 == 100) {
                reader.renew();
            }
            return read.add(record);
        });

        assertThat(read.stream().filter(r -> r.partition() == 0).map(StoredRecord::offset))
                .hasSize(1_500)
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(read.stream().filter(r -> r.partition() == 1)).hasSize(1_500);
        reader.renew();
        assertThat(reader.ends(topic)).isEqualTo(Map.of(0, 1_500L, 1, 1_500L));
    }

    @Test
    void aVisitorThatHasSeenEnoughOfAPartitionStillGetsTheOther() {
        List<StoredRecord> read = new ArrayList<>();

        reader.read(topic, reader.starts(topic), reader.ends(topic), record -> {
            read.add(record);
            return record.partition() == 1 || record.offset() < 4;
        });

        assertThat(read.stream().filter(r -> r.partition() == 0)).hasSize(5);
        assertThat(read.stream().filter(r -> r.partition() == 1)).hasSize(1_500);
    }

    @Test
    void findsOffsetsByTimeAndTheEndWhereNothingIsAsYoung() {
        assertThat(reader.offsetsAt(topic, Instant.ofEpochMilli(T0 + 10_500))).isEqualTo(Map.of(0, 6L, 1, 5L));
        assertThat(reader.offsetsAt(topic, Instant.ofEpochMilli(T0 + 9_999_000)))
                .isEqualTo(Map.of(0, 1_500L, 1, 1_500L));
        assertThat(reader.offsetsAt(topic, Instant.EPOCH)).isEqualTo(Map.of(0, 0L, 1, 0L));
    }

    @Test
    void whatIsDeletedIsPassedOver() throws Exception {
        admin.deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(1_490)))
                .all()
                .get();

        assertThat(read(Map.of(0, 0L), Map.of(0, 1_500L))).hasSize(10);
        assertThat(read(Map.of(0, 0L), Map.of(0, 1_490L))).isEmpty();
        assertThat(reader.starts(topic)).containsEntry(0, 1_490L);
        assertThat(reader.start(new TopicPartition(topic, 0))).isEqualTo(1_490);
        assertThat(reader.end(new TopicPartition(topic, 0))).isEqualTo(1_500);
        assertThat(reader.at(topic, 0, 1_489)).isEmpty();
    }

    @Test
    void whatATopicThatWasRecreatedDoesNotHaveIsNotWaitedFor() {
        List<StoredRecord> read = read(Map.of(0, 1_490L, 1, 1_495L), Map.of(0, 40_000L, 1, 1_498L));

        assertThat(read).hasSize(10 + 3);
    }

    @Test
    void readsOneRecordOrNone() {
        assertThat(reader.at(topic, 1, 7).map(StoredRecord::key)).contains("k15");
        assertThat(reader.at(topic, 0, 0).map(r -> r.value().length)).contains(0);
        assertThat(reader.at(topic, 1, 1_500)).isEmpty();
        assertThat(reader.at(topic, 5, 0)).isEmpty();
    }

    @Test
    void aTopicThatIsNotThereHasNothing() {
        assertThat(reader.ends("no-such-topic")).isEmpty();
        assertThat(reader.starts("no-such-topic")).isEmpty();
        assertThat(reader.end(new TopicPartition("no-such-topic", 0))).isZero();
        assertThat(reader.partitionCount("no-such-topic")).isZero();
        assertThat(reader.partitionCount(topic)).isEqualTo(2);
        assertThat(reader.at("no-such-topic", 0, 0)).isEqualTo(Optional.empty());
    }

    private List<StoredRecord> read(Map<Integer, Long> from, Map<Integer, Long> to) {
        List<StoredRecord> read = new ArrayList<>();
        reader.read(topic, from, to, read::add);
        return read;
    }
}
