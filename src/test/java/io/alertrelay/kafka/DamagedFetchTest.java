package io.alertrelay.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.testing.FreePorts;
import io.alertrelay.testing.PlainBroker;
import io.alertrelay.watchdog.Job;
import io.alertrelay.watchdog.Stage;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A route's consumer fetches damaged records, fails, and is replaced by the next one, as Camel does it. */
class DamagedFetchTest {
    private static final String TOPIC = "channel";
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int RECORDS = 20;
    private static final int LENGTH = 1_000;

    @TempDir
    private Path data;

    private final OffsetTracker tracker = new OffsetTracker(100, 1 << 20);
    private final TreeSet<Long> read = new TreeSet<>();
    private PlainBroker broker;
    private KafkaClients clients;
    private SettlingClients route;

    @BeforeEach
    void start() throws Exception {
        broker = PlainBroker.start(data, FreePorts.take(1).get(0));
        clients = new KafkaClients(broker.bootstrapServers(), Map.of());
        route = clients.settling(tracker, partitions -> {}, Clock.systemUTC(), Stage.unwatched(Job.DELIVERY_POLL));
        try (Admin admin = clients.admin();
                TopicWriter writer = new TopicWriter(clients)) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
            new TopicSetup(admin, 1, 1).awaitLeaders(List.of(TOPIC));
            for (int i = 0; i < RECORDS; i++) {
                writer.write(TOPIC, "key", text(i).getBytes(UTF_8));
            }
        }
    }

    /** Of random letters, so that each takes its room though it is compressed. */
    private static String text(int seed) {
        return new Random(seed)
                .ints(LENGTH, ' ', '~')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void whatIsWholeWhenItIsFetchedAgainIsNotLost() throws Exception {
        flip(10);
        failOnce();
        flip(10);

        readTo(RECORDS - 1);

        assertThat(read)
                .containsExactlyElementsOf(LongStream.range(0, RECORDS).boxed().toList());
        assertThat(clients.faults().lost()).isEmpty();
    }

    @Test
    void whatIsDamagedTwiceIsPassedOver() throws Exception {
        flip(10);
        failOnce();

        readTo(RECORDS - 1);

        assertThat(read).hasSize(RECORDS - 1);
        assertThat(clients.faults().lost()).containsExactly(Map.entry(TOPIC + "-0", 1L));
    }

    @Test
    void ofTwoDamagesEachIsFetchedAgainOnceAndCountsOnce() throws Exception {
        flip(5);
        flip(15);
        failOnce();
        assertThat(read.last()).isLessThan(10);
        failOnce();
        assertThat(read.last()).isGreaterThan(10);

        readTo(RECORDS - 1);

        assertThat(read).hasSize(RECORDS - 2);
        assertThat(clients.faults().lost()).containsExactly(Map.entry(TOPIC + "-0", 2L));
    }

    @Test
    void whatWasWholeTheSecondTimeIsFetchedAgainWhenItIsDamagedLater() throws Exception {
        flip(10);
        failOnce();
        flip(10);
        readTo(RECORDS - 1);

        flip(10);
        failOnce();
        flip(10);
        readTo(RECORDS - 1);

        assertThat(clients.faults().lost()).isEmpty();
    }

    /** Reads until a poll fails. */
    private void failOnce() {
        try (Consumer<?, ?> consumer = consumer()) {
            await().atMost(PATIENCE).until(() -> {
                try {
                    poll(consumer);
                    return false;
                } catch (KafkaException e) {
                    return true;
                }
            });
        }
    }

    private void readTo(long offset) {
        read.clear();
        try (Consumer<?, ?> consumer = consumer()) {
            await().atMost(PATIENCE).until(() -> {
                poll(consumer);
                return read.contains(offset);
            });
        }
    }

    private void poll(Consumer<?, ?> consumer) {
        consumer.poll(POLL).forEach(record -> read.add(record.offset()));
    }

    /** Flips a byte of the text of that record, or flips it back. */
    private void flip(int record) throws Exception {
        Path log = data.resolve(PARTITION.toString()).resolve("00000000000000000000.log");
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
            // Each record is a batch of its own; a batch begins with its offset, and its length is after that.
            long at = 0;
            for (int i = 0; i < record; i++) {
                file.seek(at + Long.BYTES);
                at += Long.BYTES + Integer.BYTES + file.readInt();
            }
            long within = at + LENGTH / 2;
            file.seek(within);
            int before = file.read();
            file.seek(within);
            file.write(before ^ 0xff);
        }
    }

    private Consumer<?, ?> consumer() {
        Properties p = new Properties();
        p.put("group.id", TOPIC);
        p.put("session.timeout.ms", "10000");
        p.put("enable.auto.commit", "false");
        p.put("auto.offset.reset", "earliest");
        p.put("key.deserializer", ByteArrayDeserializer.class.getName());
        p.put("value.deserializer", ByteArrayDeserializer.class.getName());
        Consumer<?, ?> consumer = route.getConsumer(p);
        consumer.subscribe(List.of(TOPIC), new Ignored());
        return consumer;
    }

    private static final class Ignored implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {}

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}
    }
}
