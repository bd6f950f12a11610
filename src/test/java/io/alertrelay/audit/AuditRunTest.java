package io.alertrelay.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.kafka.GroupOffsets;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.RelayTopics;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.kafka.TopicSetup;
import io.alertrelay.pipeline.Pipelines;
import io.alertrelay.reading.Scope;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.testing.TestConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The size of an audit is known before anything is read. */
@Timeout(60)
class AuditRunTest {
    private static final Instant NOW = Instant.now();
    private static final Instant LONG_AGO = NOW.minus(Duration.ofHours(5));

    @TempDir
    private Path folder;

    private final TopicNames names = new TopicNames(SharedBroker.newPrefix());
    private final KafkaClients clients = SharedBroker.clients();

    @Test
    void deliveriesThatWaitCountThoughTheyHaveNoReceipts() throws Exception {
        try (Admin admin = clients.admin();
                TopicReader reader = new TopicReader(clients)) {
            new TopicSetup(admin, 1, 1).ensure(new RelayTopics(names, 1).specs(List.of("payments")));
            write(names.webhooks(), LONG_AGO, 7);
            write(names.webhooks(), NOW, 1);
            write(names.channel("payments"), LONG_AGO, 40);
            write(names.channel("payments"), NOW, 30);
            write(names.deadLetters(), NOW, 2);

            assertThat(run(admin, reader, Optional.of(NOW.minus(Duration.ofHours(1))))
                            .records())
                    .isEqualTo(33);
            assertThat(run(admin, reader, Optional.empty()).records()).isEqualTo(80);
        }
    }

    private AuditRun run(Admin admin, TopicReader reader, Optional<Instant> from) throws Exception {
        Pipelines pipelines = new Pipelines(TestConfig.load(TestConfig.yaml("{}", 1, 2, 3, ""), folder));
        return new AuditRun(
                reader,
                new GroupOffsets(admin),
                names,
                List.of("payments"),
                pipelines.inspector(),
                new Scope(from, Optional.empty()),
                1,
                (topic, read, total) -> {});
    }

    private static void write(String topic, Instant at, int count) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", SharedBroker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            for (int i = 0; i < count; i++) {
                producer.send(new ProducerRecord<>(topic, 0, at.toEpochMilli(), "key", "{}"));
            }
        }
    }
}
