package io.alertrelay.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.pipeline.Pipelines;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.testing.TestConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From when on everything that was received is known, where no webhook was deleted for its age. */
@Timeout(120)
class LaterStatesBeginTest {
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private static final Instant HOURS_AGO = NOW.minus(Duration.ofHours(5));

    @TempDir
    private Path folder;

    private final TopicNames names = new TopicNames(SharedBroker.newPrefix());
    private final KafkaClients clients = SharedBroker.clients();

    @BeforeEach
    void create() throws Exception {
        SharedBroker.create(names.webhooks(), 2);
        SharedBroker.create(names.receipts(), 1);
    }

    @Test
    void aRelayWhoseFirstPostsCouldNotBeReadKnowsAllThatCameAfterThem() throws Exception {
        write(names.webhooks(), 1, NOW);
        write(names.receipts(), 0, NOW);

        assertThat(read().reachBackTo(HOURS_AGO)).isTrue();
    }

    @Test
    void aRelayThatNeverReceivedMoreKnowsAllThatCame() throws Exception {
        assertThat(read().reachBackTo(HOURS_AGO)).isTrue();
    }

    @Test
    void whatCameBeforeTheTopicWasRecreatedIsNotKnown() throws Exception {
        write(names.receipts(), 0, HOURS_AGO);
        write(names.webhooks(), 0, NOW.plusSeconds(60));
        write(names.webhooks(), 1, NOW);

        LaterStates states = read();

        assertThat(states.reachBackTo(HOURS_AGO)).isFalse();
        assertThat(states.reachBackTo(NOW)).isTrue();
    }

    @Test
    void whatCameBeforeTheTopicWasRecreatedIsNotKnownWhereNothingWasReceivedSince() throws Exception {
        write(names.receipts(), 0, HOURS_AGO);

        assertThat(read().reachBackTo(HOURS_AGO)).isFalse();
    }

    private LaterStates read() throws Exception {
        LaterStates states = new LaterStates(
                new Pipelines(TestConfig.load(TestConfig.yaml("{}", 1, 2, 3, ""), folder)), Set.of(), Set.of());
        try (TopicReader reader = new TopicReader(clients)) {
            states.read(reader, names, HOURS_AGO, (topic, read, total) -> {});
        }
        return states;
    }

    private static void write(String topic, int partition, Instant at) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", SharedBroker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, partition, at.toEpochMilli(), "key", "{}", List.of()))
                    .get();
        }
    }
}
