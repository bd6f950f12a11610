package io.alertrelay.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.kafka.GroupOffsets;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.NotedOffset;
import io.alertrelay.kafka.RelayTopics;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.kafka.TopicSetup;
import io.alertrelay.pipeline.Pipelines;
import io.alertrelay.reading.Scope;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.testing.TestConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The wall clock was set back a day after some webhooks were received, before they were routed. */
@Timeout(120)
class AuditAfterClockSetBackTest {
    private static final int WEBHOOKS = 500;
    private static final Instant RECEIVED = Instant.now();
    private static final Instant BACK = RECEIVED.minus(Duration.ofDays(1));
    private static final String NONCE = "7k3m9qxr2ztc5vbn";

    private final TopicNames names = new TopicNames(SharedBroker.newPrefix());
    private final KafkaClients clients = SharedBroker.clients();

    @Test
    void whatWasDueAndDeliveredMeanwhileIsNoLoss() throws Exception {
        try (Admin admin = clients.admin();
                TopicReader reader = new TopicReader(clients)) {
            new TopicSetup(admin, 1, 1).ensure(new RelayTopics(names, 1).specs(List.of("payments")));
            try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                    Map.of("bootstrap.servers", SharedBroker.bootstrapServers()),
                    new StringSerializer(),
                    new StringSerializer())) {
                for (int i = 0; i < WEBHOOKS; i++) {
                    handled(producer, i, BACK.minus(Duration.ofDays(1)), BACK.minus(Duration.ofDays(1)));
                }
                for (int i = WEBHOOKS; i < 2 * WEBHOOKS; i++) {
                    handled(producer, i, RECEIVED, BACK);
                }
            }
            GroupOffsets offsets = new GroupOffsets(admin);
            offsets.move(names.routingGroup(), names.webhooks(), 0, new NotedOffset(2 * WEBHOOKS, ""));
            offsets.move(names.channel("payments"), names.channel("payments"), 0, new NotedOffset(2 * WEBHOOKS, ""));

            AuditRun run = new AuditRun(
                    reader,
                    offsets,
                    names,
                    List.of("payments"),
                    new Pipelines(TestConfig.load(TestConfig.yaml("{}", 1, 2, 3, ""), Path.of(""))).inspector(),
                    new Scope(Optional.of(RECEIVED.minus(Duration.ofHours(1))), Optional.empty()),
                    1,
                    (topic, read, total) -> {});

            assertThat(run.records()).isBetween(3L * WEBHOOKS, 6L * WEBHOOKS);
            AuditReport report = run.run();
            assertThat(report.findings()).isEmpty();
            assertThat(report.deliveries().delivered()).isEqualTo(WEBHOOKS);
        }
    }

    private void handled(KafkaProducer<String, String> producer, int i, Instant received, Instant then)
            throws Exception {
        String receipt = "w0-" + i + "-" + NONCE;
        String body = Bodies.firing("a", "warning", "payments");
        Map<String, String> its = Map.of("receipt", receipt, "index", "0");
        send(
                producer,
                names.webhooks(),
                received,
                received,
                "arms-shared",
                body,
                Map.of("nonce", NONCE, "source", "arms"));
        send(producer, names.channel("payments"), received, then, "a", "{}", with(its, "channels", "[\"payments\"]"));
        send(
                        producer,
                        names.receipts(),
                        received,
                        then,
                        receipt + "/0/payments",
                        "{\"outcome\":\"delivered\"}",
                        with(its, "channel", "payments"))
                .get();
    }

    private static Map<String, String> with(Map<String, String> headers, String name, String text) {
        Map<String, String> all = new HashMap<>(headers);
        all.put(name, text);
        return all;
    }

    private static Future<?> send(
            KafkaProducer<String, String> producer,
            String topic,
            Instant received,
            Instant at,
            String key,
            String value,
            Map<String, String> headers) {
        ProducerRecord<String, String> record = new ProducerRecord<>(topic, 0, at.toEpochMilli(), key, value);
        with(with(headers, "integration", "arms-shared"), "received-at", received.toString())
                .forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        return producer.send(record);
    }
}
