package io.alertrelay.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.testing.SharedBroker;
import io.alertrelay.watchdog.Job;
import io.alertrelay.watchdog.Stage;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;

/** The embedded broker's only relay comes back under its old name, and finds what has changed in the meantime. */
class StaticMemberTest {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String topic = SharedBroker.newPrefix() + "channel";

    @Test
    void aTopicThatWasMadeWhileTheRelayWasStoppedIsRead() throws Exception {
        try (Consumer<?, ?> before = consumer()) {
            joined(before);
            assertThat(before.assignment()).isEmpty();
        }
        SharedBroker.create(topic, 1);

        try (Consumer<?, ?> after = consumer()) {
            awaitAssigned(after, 1);
        }
    }

    @Test
    void partitionsThatWereAddedWhileTheRelayWasStoppedAreRead() throws Exception {
        SharedBroker.create(topic, 1);
        try (Consumer<?, ?> before = consumer()) {
            awaitAssigned(before, 1);
        }
        try (Admin admin = SharedBroker.clients().admin()) {
            admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(3)))
                    .all()
                    .get();
            new TopicSetup(admin, 1, 1).awaitLeaders(List.of(topic));
        }

        try (Consumer<?, ?> after = consumer()) {
            awaitAssigned(after, 3);
        }
    }

    private void awaitAssigned(Consumer<?, ?> consumer, int partitions) {
        List<TopicPartition> expected = new ArrayList<>();
        for (int p = 0; p < partitions; p++) {
            expected.add(new TopicPartition(topic, p));
        }
        await().atMost(PATIENCE).untilAsserted(() -> {
            consumer.poll(POLL);
            assertThat(consumer.assignment()).containsExactlyInAnyOrderElementsOf(expected);
        });
    }

    private static void joined(Consumer<?, ?> consumer) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            consumer.poll(POLL);
            assertThat(consumer.groupMetadata().generationId()).isPositive();
        });
    }

    private Consumer<?, ?> consumer() {
        Properties p = new Properties();
        p.put("group.id", topic);
        p.put("group.instance.id", "embedded");
        p.put("enable.auto.commit", "false");
        p.put("allow.auto.create.topics", "false");
        p.put("auto.offset.reset", "earliest");
        p.put("key.deserializer", ByteArrayDeserializer.class.getName());
        p.put("value.deserializer", ByteArrayDeserializer.class.getName());
        OffsetTracker tracker = new OffsetTracker(100, 1 << 20);
        Consumer<?, ?> consumer = SharedBroker.clients()
                .settling(tracker, partitions -> {}, Clock.systemUTC(), Stage.unwatched(Job.DELIVERY_POLL))
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
