package io.alertrelay.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.testing.SharedBroker;
import io.alertrelay.watchdog.Job;
import io.alertrelay.watchdog.Stage;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Records that Kafka deletes before they are read count as lost, and other gaps do not. */
class DeletedUnreadTest {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** As many as a fetch that was begun before may take. */
    private static final int POLLS = 20;

    private final String topic = SharedBroker.newPrefix() + "channel";
    private final TopicPartition partition = new TopicPartition(topic, 0);
    private final KafkaClients clients = SharedBroker.clients();
    private final Admin admin = clients.admin();
    private final OffsetTracker tracker = new OffsetTracker(100, 1 << 20);
    private final TreeSet<Long> read = new TreeSet<>();

    @BeforeEach
    void create() throws Exception {
        SharedBroker.create(topic, 1);
    }

    @AfterEach
    void close() {
        admin.close();
    }

    @Test
    void whatIsDeletedWhileTheConsumerReadsNothingIsCounted() throws Exception {
        try (Consumer<?, ?> consumer = consumer()) {
            write(3);
            awaitRead(consumer, 2);
            pauseAndDelete(consumer, 10, 8);

            awaitRead(consumer, 9);

            assertThat(read).containsExactly(0L, 1L, 2L, 8L, 9L);
            assertThat(clients.faults().lost()).containsExactly(Map.entry(topic + "-0", 5L));
        }
    }

    @Test
    void whatIsDeletedWhileNoRelayRunsIsCounted() throws Exception {
        write(10);
        admin.alterConsumerGroupOffsets(topic, Map.of(partition, new OffsetAndMetadata(3)))
                .all()
                .get();
        delete(8);

        try (Consumer<?, ?> consumer = consumer()) {
            awaitRead(consumer, 9);
        }

        assertThat(clients.faults().lost()).containsExactly(Map.entry(topic + "-0", 5L));
    }

    @Test
    void eachCountsOnceThoughTheConsumerGoesBackToARecordThatIsDeletedToo() throws Exception {
        try (Consumer<?, ?> consumer = consumer()) {
            write(3);
            awaitRead(consumer, 2);
            pauseAndDelete(consumer, 10, 8);
            awaitRead(consumer, 9);
            read.clear();
            tracker.failed(partition, 0);

            awaitRead(consumer, 9);

            assertThat(read).containsExactly(8L, 9L);
            assertThat(clients.faults().lost()).containsExactly(Map.entry(topic + "-0", 8L));
        }
    }

    @Test
    void aGroupThatReadsTheTopicForTheFirstTimeHasLostNothing() throws Exception {
        write(10);
        delete(8);

        try (Consumer<?, ?> consumer = consumer()) {
            awaitRead(consumer, 9);
        }

        assertThat(clients.faults().lost()).isEmpty();
    }

    @Test
    void theFillersOfACopiedLogAreNotLost() throws Exception {
        try (Consumer<?, ?> consumer = consumer()) {
            write(3);
            awaitRead(consumer, 2);
            try (Producer<byte[], byte[]> producer = clients.writer()) {
                for (int i = 0; i < 5; i++) {
                    ProducerRecord<byte[], byte[]> filler = FillerRecords.at(partition, 1);
                    producer.send(filler).get();
                }
            }
            write(2);

            awaitRead(consumer, 9);
        }

        assertThat(read).containsExactly(0L, 1L, 2L, 8L, 9L);
        assertThat(clients.faults().lost()).isEmpty();
    }

    @Test
    void whatTheRelayDeletesItselfWhenItIsSettledIsNotLost() throws Exception {
        try (Consumer<?, ?> consumer = consumer()) {
            write(10);
            awaitRead(consumer, 9);
            LongStream.range(0, 8).forEach(offset -> tracker.settled(partition, offset));
            await().atMost(PATIENCE).until(() -> {
                consumer.poll(POLL);
                OffsetAndMetadata committed = admin.listConsumerGroupOffsets(topic)
                        .partitionsToOffsetAndMetadata()
                        .get()
                        .get(partition);
                return committed != null && committed.offset() == 8;
            });
            new OldRecords(admin, clients, Clock.systemUTC(), () -> {})
                    .deleteSettled(topic, topic, Duration.ofMillis(-1));
            assertThat(clients.reader().beginningOffsets(List.of(partition))).containsEntry(partition, 8L);
            read.clear();
            tracker.failed(partition, 9);

            awaitRead(consumer, 9);

            assertThat(read).containsExactly(8L, 9L);
            assertThat(clients.faults().lost()).isEmpty();
        }
    }

    /** Writes up to an offset, and deletes up to another one, while the consumer fetches nothing. */
    private void pauseAndDelete(Consumer<?, ?> consumer, int end, int first) throws Exception {
        tracker.suspend(true);
        for (int i = 0; i < POLLS; i++) {
            poll(consumer);
        }
        write(end - read.size());
        delete(first);
        tracker.suspend(false);
    }

    private void delete(long before) throws Exception {
        admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(before)))
                .all()
                .get();
    }

    private void awaitRead(Consumer<?, ?> consumer, long offset) {
        await().atMost(PATIENCE).until(() -> {
            poll(consumer);
            return read.contains(offset);
        });
    }

    private void poll(Consumer<?, ?> consumer) {
        consumer.poll(POLL).forEach(record -> read.add(record.offset()));
    }

    private void write(int count) throws Exception {
        try (TopicWriter writer = new TopicWriter(clients)) {
            for (int i = 0; i < count; i++) {
                writer.write(topic, "key", "value".getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private Consumer<?, ?> consumer() {
        Properties p = new Properties();
        p.put("group.id", topic);
        p.put("session.timeout.ms", "10000");
        p.put("enable.auto.commit", "false");
        p.put("auto.offset.reset", "earliest");
        p.put("key.deserializer", ByteArrayDeserializer.class.getName());
        p.put("value.deserializer", ByteArrayDeserializer.class.getName());
        Consumer<?, ?> consumer = clients.settling(
                        tracker, partitions -> {}, Clock.systemUTC(), Stage.unwatched(Job.DELIVERY_POLL))
                .getConsumer(p);
        consumer.subscribe(List.of(topic), new Ignored());
        return consumer;
    }

    private static final class Ignored implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {}

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}
    }
}
