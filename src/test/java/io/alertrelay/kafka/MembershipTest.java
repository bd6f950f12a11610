package io.alertrelay.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.alertrelay.testing.SharedBroker;
import io.alertrelay.watchdog.Job;
import io.alertrelay.watchdog.Stage;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InconsistentGroupProtocolException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Members of a group on a real broker: what stays does not pause, who leaves is not waited for. */
class MembershipTest {
    private static final int PARTITIONS = 6;
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    /** A member that did not say that it goes would be missed only then, long after the test has failed. */
    private static final Map<String, String> LONG_SESSION = Map.of("session.timeout.ms", "120000");

    private final String topic = SharedBroker.newPrefix() + "t";
    private final KafkaClients clients = new KafkaClients(SharedBroker.bootstrapServers(), LONG_SESSION);

    /** A relay's consumer, and what it was told. */
    private final class Member implements PartitionListener, AutoCloseable {
        private final List<TopicPartition> prepared = new CopyOnWriteArrayList<>();
        private final Set<TopicPartition> withdrawn = ConcurrentHashMap.newKeySet();
        private final Consumer<?, ?> consumer;

        private Member(KafkaClients clients) {
            consumer = clients.settling(
                            new OffsetTracker(10, 1 << 20), this, Clock.systemUTC(), Stage.unwatched(Job.ROUTING_POLL))
                    .getConsumer(settings());
            consumer.subscribe(List.of(topic), new ConsumerRebalanceListener() {
                @Override
                public void onPartitionsRevoked(Collection<TopicPartition> partitions) {}

                @Override
                public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}
            });
        }

        @Override
        public Runnable prepare(TopicPartition partition, long offset, Optional<String> note) {
            return () -> prepared.add(partition);
        }

        @Override
        public void withdrawn(Collection<TopicPartition> partitions) {
            withdrawn.addAll(partitions);
        }

        private int polled() {
            consumer.poll(POLL);
            return consumer.assignment().size();
        }

        @Override
        public void close() {
            consumer.close();
        }
    }

    @BeforeEach
    void createTopic() throws Exception {
        SharedBroker.create(topic, PARTITIONS);
    }

    @Test
    void whatStaysIsNeitherWithdrawnNorPreparedAgainWhenAnotherRelayComes() {
        try (Member first = new Member(clients)) {
            await().atMost(PATIENCE).until(() -> first.polled() == PARTITIONS && first.prepared.size() == PARTITIONS);
            try (Member second = new Member(clients)) {
                await().atMost(PATIENCE)
                        .until(() -> first.polled() + second.polled() == PARTITIONS && second.polled() > 0);

                assertThat(first.withdrawn).isEqualTo(second.consumer.assignment());
                assertThat(first.prepared).hasSize(PARTITIONS);
            }
        }
    }

    @Test
    void whoClosesHasLeftItsGroupAndTheOtherHasItsPartitions() {
        try (Member first = new Member(clients)) {
            Member second = new Member(clients);
            await().atMost(PATIENCE).until(() -> first.polled() + second.polled() == PARTITIONS && second.polled() > 0);

            second.close();

            await().atMost(PATIENCE).until(() -> first.polled() == PARTITIONS);
        }
    }

    @Test
    void aRelayJoinsOneOfAnEarlierVersionAtTheSecondAttempt() {
        Properties range = settings();
        range.put("bootstrap.servers", SharedBroker.bootstrapServers());
        range.put("partition.assignment.strategy", RangeAssignor.class.getName());
        try (KafkaConsumer<byte[], byte[]> earlier = new KafkaConsumer<>(range)) {
            earlier.subscribe(List.of(topic));
            await().atMost(PATIENCE).until(() -> {
                earlier.poll(POLL);
                return earlier.assignment().size() == PARTITIONS;
            });
            try (Member refused = new Member(clients)) {
                assertThatThrownBy(() -> await().atMost(PATIENCE)
                                .ignoreException(IllegalStateException.class)
                                .until(() -> refused.polled() > 0))
                        .isInstanceOf(InconsistentGroupProtocolException.class);
            }

            try (Member second = new Member(clients)) {
                await().atMost(PATIENCE).until(() -> {
                    earlier.poll(POLL);
                    return second.polled() == PARTITIONS / 2;
                });
            }
        }
    }

    @Test
    void theSessionIsAsShortAsTheBrokersAllowAndSixSecondsUntilTheySay() throws Exception {
        Membership membership = new Membership();
        assertThat(session(membership, Map.of())).isEqualTo("6000");

        try (Admin admin = clients.admin()) {
            membership.fit(BrokerSettings.of(admin));
        }

        assertThat(session(membership, Map.of())).isEqualTo("4000");
        assertThat(session(membership, Map.of("group.instance.id", "embedded")))
                .as("nobody waits for its end")
                .isEqualTo("30000");
    }

    @Test
    void aBrokerThatDoesNotListItsShortestSessionAllowsSixSeconds() {
        assertThat(Membership.leastSession(new Config(List.of()))).isEqualTo(6_000);
        ConfigEntry hidden = new ConfigEntry("group.min.session.timeout.ms", null);
        assertThat(Membership.leastSession(new Config(List.of(hidden)))).isEqualTo(6_000);
    }

    private static String session(Membership membership, Map<String, String> settings) {
        Properties p = new Properties();
        p.putAll(settings);
        p.put("session.timeout.ms", "as it was");
        membership.applyTo(p);
        return p.getProperty("session.timeout.ms");
    }

    private Properties settings() {
        return Map.of(
                        "group.id",
                        topic + "-group",
                        "auto.offset.reset",
                        "earliest",
                        "enable.auto.commit",
                        "false",
                        "key.deserializer",
                        ByteArrayDeserializer.class.getName(),
                        "value.deserializer",
                        ByteArrayDeserializer.class.getName())
                .entrySet()
                .stream()
                .collect(
                        Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, Properties::new));
    }
}
