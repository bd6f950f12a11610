package io.alertrelay.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.testing.SharedBroker;
import io.alertrelay.watchdog.Job;
import io.alertrelay.watchdog.Stage;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;

/** A topic is deleted and recreated, and a member that did not know it yet commits what it had of the old one. */
class TopicRecreatedTest {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Several times as many as it takes to read something. */
    private static final int POLLS = 20;

    private final String topic = SharedBroker.newPrefix() + "channel";
    private final TopicPartition partition = new TopicPartition(topic, 0);
    private final KafkaClients clients = SharedBroker.clients();
    private final OffsetTracker tracker = new OffsetTracker(100, 1 << 20);

    @Test
    void theNewTopicIsReadFromItsBeginning() throws Exception {
        try (Admin admin = clients.admin();
                TopicWatch watch = watch(admin)) {
            SharedBroker.create(topic, 1);
            watch.start();
            write("a0", "a1", "a2");
            OffsetAndMetadata ofTheOldOne;
            try (Consumer<?, ?> consumer = consumer()) {
                readAndSettle(consumer, 3);
                ofTheOldOne = await().atMost(PATIENCE).until(() -> committed(admin, consumer), c -> c.offset() == 3);
            }
            recreate(admin);
            write("b0", "b1", "b2", "b3", "b4");
            admin.alterConsumerGroupOffsets(topic, Map.of(partition, ofTheOldOne))
                    .all()
                    .get();

            try (Consumer<?, ?> consumer = consumer()) {
                assertThat(readAndSettle(consumer, 5)).containsExactly(0L, 1L, 2L, 3L, 4L);
            }
        }
    }

    @Test
    void nothingBehindItsBeginningIsHandledThoughTheClientTakesItsEndForWhereTheLogsDiverge() throws Exception {
        try (Admin admin = clients.admin()) {
            SharedBroker.create(topic, 1);
            write("a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8", "a9");
            OffsetAndMetadata ofTheOldOne;
            try (TopicWatch watch = watch(admin);
                    Consumer<?, ?> consumer = consumer()) {
                watch.start();
                readAndSettle(consumer, 10);
                ofTheOldOne = await().atMost(PATIENCE).until(() -> committed(admin, consumer), c -> c.offset() == 10);
            }
            recreate(admin);
            write("b0", "b1", "b2");
            // As with a new topic whose leader is another broker: the client compares the logs.
            OffsetAndMetadata led = new OffsetAndMetadata(10, Optional.of(0), ofTheOldOne.metadata());
            admin.alterConsumerGroupOffsets(topic, Map.of(partition, led)).all().get();

            List<Long> read = new ArrayList<>();
            try (Consumer<?, ?> consumer = consumer()) {
                for (int i = 0; i < POLLS; i++) {
                    // So that something comes in behind the place at which the client thinks that it is.
                    write("b");
                    consumer.poll(POLL).forEach(record -> read.add(record.offset()));
                }
                assertThat(read).as("before the topic's id is known").isEmpty();
                try (TopicWatch watch = watch(admin)) {
                    watch.start();
                    await().atMost(PATIENCE).until(() -> {
                        consumer.poll(POLL).forEach(record -> read.add(record.offset()));
                        return !read.isEmpty();
                    });
                }
            }
            assertThat(read).first().isEqualTo(0L);
        }
    }

    @Test
    void whatIsHeldOfALogIsGivenUpWhenTheClientIsSetBack() throws Exception {
        try (Admin admin = clients.admin();
                Consumer<?, ?> consumer = consumer()) {
            SharedBroker.create(topic, 1);
            write("a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8", "a9");
            await().atMost(PATIENCE).until(() -> {
                consumer.poll(POLL);
                return tracker.unsettled() == 10;
            });
            recreate(admin);
            write("b0", "b1", "b2");
            // As after an election of which the consumer has heard: the client compares the logs.
            consumer.seek(partition, new OffsetAndMetadata(10, Optional.of(0), ""));

            await().atMost(PATIENCE).until(() -> {
                write("b");
                consumer.poll(POLL);
                return tracker.unsettled() == 0;
            });
        }
    }

    @Test
    void aTopicThatWasMissingIsNotReadBehindItsBeginningThoughItIsLongerThanTheOldOneWas() throws Exception {
        try (Admin admin = clients.admin();
                Consumer<?, ?> consumer = consumer()) {
            SharedBroker.create(topic, 1);
            write("a0", "a1", "a2");
            try (TopicWatch watch = watch(admin, 3)) {
                watch.start();
                readAndSettle(consumer, 3);
                await().atMost(PATIENCE).until(() -> committed(admin, consumer), c -> c.offset() == 3);
                admin.deleteTopics(List.of(topic)).all().get();
                await().atMost(PATIENCE).until(() -> clients.faults().of(topic).isPresent());
            }
            SharedBroker.create(topic, 1);
            write("b0", "b1", "b2", "b3", "b4");

            List<Long> read = new ArrayList<>();
            for (int i = 0; i < POLLS; i++) {
                consumer.poll(POLL).forEach(record -> read.add(record.offset()));
            }
            assertThat(read).as("before the topic's id is known").isEmpty();
            try (TopicWatch watch = watch(admin)) {
                watch.start();
                await().atMost(PATIENCE).until(() -> {
                    consumer.poll(POLL).forEach(record -> read.add(record.offset()));
                    return read.size() >= 5;
                });
            }
            assertThat(read).containsExactly(0L, 1L, 2L, 3L, 4L);
        }
    }

    @Test
    void whatIsNotSettledBeforeTheEndOfATruncatedLogIsReadAgain() throws Exception {
        try (Admin admin = clients.admin();
                Consumer<?, ?> consumer = consumer()) {
            SharedBroker.create(topic, 1);
            write("a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8", "a9");
            await().atMost(PATIENCE).until(() -> {
                consumer.poll(POLL);
                return tracker.unsettled() == 10;
            });
            tracker.settled(partition, 0);
            tracker.settled(partition, 1);
            // A broker truncates no log on request: what has the same name and no known id is taken for the same topic.
            recreate(admin);
            write("b0", "b1", "b2", "b3", "b4");
            consumer.seek(partition, new OffsetAndMetadata(10, Optional.of(0), ""));

            List<Long> read = new ArrayList<>();
            await().atMost(PATIENCE).until(() -> {
                write("b");
                consumer.poll(POLL).forEach(record -> read.add(record.offset()));
                return !read.isEmpty();
            });
            assertThat(read).first().isEqualTo(2L);
        }
    }

    private void recreate(Admin admin) throws Exception {
        admin.deleteTopics(List.of(topic)).all().get();
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            SharedBroker.create(topic, 1);
            return true;
        });
    }

    private TopicWatch watch(Admin admin) {
        return watch(admin, 1);
    }

    /** @param replication of topics that it creates; the shared broker has no more than 1 */
    private TopicWatch watch(Admin admin, int replication) {
        return clients.topicWatch(
                admin,
                new TopicSetup(admin, replication, 1),
                1,
                () -> List.of(new TopicSpec(topic, 1, true, Map.of())),
                Stage.unwatched(Job.TOPIC_WATCH));
    }

    private OffsetAndMetadata committed(Admin admin, Consumer<?, ?> consumer) throws Exception {
        consumer.poll(POLL);
        return admin.listConsumerGroupOffsets(topic)
                .partitionsToOffsetAndMetadata()
                .get()
                .getOrDefault(partition, new OffsetAndMetadata(0));
    }

    /** Reads until there were that many different offsets. */
    private Set<Long> readAndSettle(Consumer<?, ?> consumer, int count) {
        Set<Long> read = new TreeSet<>();
        await().atMost(PATIENCE).until(() -> {
            consumer.poll(POLL).forEach(record -> {
                read.add(record.offset());
                tracker.settled(partition, record.offset());
            });
            return read.size() >= count;
        });
        return read;
    }

    private void write(String... values) throws Exception {
        try (TopicWriter writer = new TopicWriter(clients)) {
            for (String value : values) {
                writer.write(topic, value, value.getBytes(StandardCharsets.UTF_8));
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
