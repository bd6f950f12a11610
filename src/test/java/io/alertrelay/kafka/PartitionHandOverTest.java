package io.alertrelay.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.testing.SharedBroker;
import io.alertrelay.watchdog.Job;
import io.alertrelay.watchdog.Stage;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

class PartitionHandOverTest {
    private static final ConsumerRebalanceListener CAMELS = new ConsumerRebalanceListener() {
        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {}

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}
    };

    private final OffsetTracker tracker = new OffsetTracker(50, 1 << 20);
    private final PartitionListener listener = new PartitionListener() {
        /** The coordinator refuses commits with so much metadata. */
        @Override
        public String note(TopicPartition partition, long next) {
            return "x".repeat(10_000);
        }

        @Override
        public void withdrawn(Collection<TopicPartition> partitions) {}
    };

    @Test
    void afterALastCommitThatFailedThePartitionsThatStayAreCommittedLater() {
        TopicPartition revoked = new TopicPartition(SharedBroker.newPrefix() + "t", 0);
        TopicPartition kept = new TopicPartition(revoked.topic(), 1);

        try (SettlingConsumer consumer = subscribed(revoked.topic())) {
            for (TopicPartition partition : List.of(revoked, kept)) {
                tracker.received(partition, 7, 1, "");
                tracker.settled(partition, 7);
            }
            handOver(consumer).onPartitionsRevoked(List.of(revoked));
        }

        assertThat(tracker.committable(listener)).containsOnlyKeys(kept);
    }

    private SettlingConsumer subscribed(String topic) {
        Properties properties = new Properties();
        properties.put("group.id", topic);
        properties.put("key.deserializer", StringDeserializer.class.getName());
        properties.put("value.deserializer", StringDeserializer.class.getName());
        SettlingConsumer consumer = (SettlingConsumer) SharedBroker.clients()
                .settling(tracker, listener, Clock.systemUTC(), Stage.unwatched(Job.DELIVERY_POLL))
                .getConsumer(properties);
        consumer.subscribe(List.of(topic), CAMELS);
        return consumer;
    }

    private PartitionHandOver handOver(SettlingConsumer consumer) {
        Preparations preparations = new Preparations(
                listener,
                partition -> 0,
                (partition, offset) -> {},
                new TopicFaults(Clock.systemUTC()),
                Clock.systemUTC());
        OffsetCommits commits = new OffsetCommits(
                consumer, tracker, listener, new TopicMarks(new TopicIds(() -> 0)), Clock.systemUTC());
        return new PartitionHandOver(consumer, listener, tracker, commits, preparations, CAMELS);
    }
}
