package io.alertrelay.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.kafka.GroupOffsets;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.RelayTopics;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicSetup;
import io.alertrelay.pipeline.Pipelines;
import io.alertrelay.reading.ChannelTopics;
import io.alertrelay.record.ReplayBounds;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.testing.TestConfig;
import io.alertrelay.testing.WebhookReceipts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** What a running replay reads of what happens meanwhile. */
class ReplayTailsTest {
    private static final long PLANNED_AT = 9;

    private final TopicNames names = new TopicNames(SharedBroker.newPrefix());
    private final KafkaClients clients = SharedBroker.clients();

    @Test
    void receiptsInATopicThatWasRecreatedAreSeen() throws Exception {
        ReplayBounds bounds = new ReplayBounds(
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                PLANNED_AT,
                Map.of(),
                Instant.EPOCH,
                Optional.empty());
        Pipelines pipelines = new Pipelines(TestConfig.load(TestConfig.yaml("{}", 1, 2, 3, ""), Path.of("")));
        List<String> settled = new ArrayList<>();
        try (Admin admin = clients.admin()) {
            new TopicSetup(admin, 1, 1).ensure(new RelayTopics(names, 1).specs(List.of("payments")));
            receipt();
            try (ReplayTails tails = new ReplayTails(
                    clients,
                    new GroupOffsets(admin),
                    names,
                    new ChannelTopics(names, List.of(names.channel("payments")), Set.of("payments")),
                    pipelines.rerouter(),
                    bounds,
                    () -> {})) {
                tails.settled(one -> settled.add(one.id().text()));
                tails.settled(one -> settled.add(one.id().text()));
            }
        }

        assertThat(settled).containsExactly("w0-1-" + WebhookReceipts.NONCE + "/0/payments");
    }

    @Test
    void routingThatStandsStillIsFarBehindWhenMuchCameIn() throws Exception {
        ReplayBounds bounds = new ReplayBounds(
                Map.of(), Map.of(), Map.of(0, 1L), Map.of(), Map.of(), 0, Map.of(), Instant.EPOCH, Optional.empty());
        Pipelines pipelines = new Pipelines(TestConfig.load(TestConfig.yaml("{}", 1, 2, 3, ""), Path.of("")));
        try (Admin admin = clients.admin()) {
            new TopicSetup(admin, 1, 1).ensure(new RelayTopics(names, 1).specs(List.of("payments")));
            try (ReplayTails tails = new ReplayTails(
                    clients,
                    new GroupOffsets(admin),
                    names,
                    new ChannelTopics(names, List.of(names.channel("payments")), Set.of("payments")),
                    pipelines.rerouter(),
                    bounds,
                    () -> {})) {
                webhooks(ReplayTails.FAR_BEHIND + 1);
                assertThat(tails.farBehind()).isEmpty();
                webhooks(1);
                assertThat(tails.farBehind()).containsExactly(0);
            }
        }
    }

    private void webhooks(int count) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", SharedBroker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            for (int i = 0; i < count; i++) {
                producer.send(new ProducerRecord<>(names.webhooks(), "arms-shared", "{}"));
            }
        }
    }

    private void receipt() throws Exception {
        String webhook = "w0-1-" + WebhookReceipts.NONCE;
        ProducerRecord<String, String> record =
                new ProducerRecord<>(names.receipts(), webhook + "/0/payments", "{\"outcome\":\"delivered\"}");
        Map.of("receipt", webhook, "index", "0", "channel", "payments", "received-at", "2026-11-22T02:00:00Z")
                .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", SharedBroker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(record).get();
        }
    }
}
