package io.alertrelay.guarantee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.audit.AuditReport;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.testing.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records that nobody can read, in every topic of the relay: they are kept or passed over, and all others go on. */
class OneRecordIsItsOwnProblemIT {
    private static final String FAR_FUTURE = "+1000000000-12-31T23:59:59.999999999Z";
    private static final byte[] BODY = """
            {"status":"firing","receiver":"relay","alerts":[{"status":"firing","labels":{"alertname":"a"}}]}""".getBytes(StandardCharsets.UTF_8);
    private static final Map<String, String> DELIVERY = Map.of(
            "receipt", "w0-1-7k3m9qxr2ztc5vbn",
            "index", "0",
            "integration", "arms-payments",
            "status", "firing",
            "severity", "Critical",
            "rules", "r",
            "why", "w",
            "received-at", "2026-05-01T10:00:00Z");

    @TempDir
    private Path folder;

    private Rig rig;
    private Posts posts;

    @BeforeEach
    void start() throws Exception {
        rig = Rig.of(folder, List.of("payments"), "timeout: 10s");
        rig.start();
        posts = new Posts(rig::relay);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void whatNobodyCanReadIsKeptWithItsCauseAndTheOthersGoOn() throws Exception {
        TopicNames names = rig.names();
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            for (int partition = 0; partition < 2; partition++) {
                for (ProducerRecord<byte[], byte[]> bad : oddWebhooks(names.webhooks(), partition)) {
                    producer.send(bad);
                }
                for (ProducerRecord<byte[], byte[]> bad : odd(names.decisions(), partition, DELIVERY)) {
                    producer.send(bad);
                }
                for (ProducerRecord<byte[], byte[]> bad : odd(names.replayed(), partition, DELIVERY)) {
                    producer.send(bad);
                }
            }
            for (String topic : List.of(
                    names.channel("payments"),
                    names.receipts(),
                    names.deadLetters(),
                    names.replays(),
                    names.relays(),
                    names.ruleSets())) {
                for (ProducerRecord<byte[], byte[]> bad : odd(topic, 0, DELIVERY)) {
                    producer.send(bad);
                }
            }
        }
        int before = posts.firing(Rig.to("payments"), "before", "critical");
        awaitTaken(before);

        rig.restart();

        int after = posts.firing(Rig.to("payments"), "after", "critical");
        awaitTaken(after);
        AuditReport report = rig.settled();
        assertThat(report.unaccounted()).as("%s", report.findings()).isZero();
        assertThat(rig.relay().channel("payments").path("state").asText()).isEqualTo("running");
        assertThat(rig.topics().read(names.quarantine()))
                .isNotEmpty()
                .allSatisfy(record -> assertThat(Topics.header(record, "cause")).isPresent());
        assertThat(rig.topics().read(names.quarantine()).stream()
                        .map(record -> Topics.header(record, "cause").orElse("")))
                .anyMatch(cause ->
                        cause.contains(names.channel("payments") + "-0 offset") && cause.contains("1970 to 9999"));
    }

    private void awaitTaken(int number) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> rig.arrivals("payments").taken().stream()
                        .anyMatch(received -> received.bodyText().contains("number " + number)));
    }

    /** Webhooks with headers that the relay never writes. */
    private static List<ProducerRecord<byte[], byte[]>> oddWebhooks(String topic, int partition) {
        return Stream.of(
                        record(topic, partition, "k", BODY, Map.of("integration", "arms-payments", "nonce", "\0\0")),
                        record(
                                topic,
                                partition,
                                "k",
                                BODY,
                                Map.of("integration", "arms-payments", "received-at", FAR_FUTURE)),
                        record(topic, partition, "k", BODY, Map.of("integration", "x".repeat(300_000))),
                        record(topic, partition, null, null, Map.of()),
                        record(topic, partition, "k", new byte[] {(byte) 0xff, 0, (byte) 0xc3}, Map.of()),
                        record(
                                topic,
                                partition,
                                "k",
                                "[".repeat(200_000).getBytes(StandardCharsets.UTF_8),
                                Map.of("integration", "arms-payments", "nonce", "7k3m9qxr2ztc5vbn")))
                .toList();
    }

    /** Records with one thing wrong each. */
    private static List<ProducerRecord<byte[], byte[]>> odd(String topic, int partition, Map<String, String> headers) {
        return Stream.of(
                        record(topic, partition, "k", BODY, with(headers, "received-at", FAR_FUTURE)),
                        record(topic, partition, "k", BODY, with(headers, "redone", FAR_FUTURE)),
                        record(topic, partition, "k", BODY, with(headers, "receipt", "w0-\0")),
                        record(topic, partition, "k", BODY, with(headers, "index", "999999999999")),
                        record(topic, partition, "k", BODY, with(headers, "position", "0:99999999999999999999")),
                        record(
                                topic,
                                partition,
                                "w0-0-7k3m9qxr2ztc5vbn/0/payments",
                                BODY,
                                with(headers, "position", "x")),
                        record(topic, partition, "k", BODY, with(headers, "checked", "-")),
                        record(topic, partition, "k", BODY, with(headers, "why", "x".repeat(300_000))),
                        record(topic, partition, "k/progress", "{\"at\":1}".getBytes(StandardCharsets.UTF_8), headers),
                        record(
                                topic,
                                partition,
                                "k/wish",
                                "{\"version\":99}".getBytes(StandardCharsets.UTF_8),
                                headers),
                        record(topic, partition, "k", null, headers),
                        record(topic, partition, null, new byte[] {(byte) 0xff, 0, (byte) 0xc3}, Map.of()))
                // Compacted topics take none without a key.
                .filter(record -> record.key() != null || topic.contains(".channel.") || topic.endsWith("replayed"))
                .toList();
    }

    private static Map<String, String> with(Map<String, String> headers, String name, String value) {
        Map<String, String> all = new java.util.HashMap<>(headers);
        all.put(name, value);
        return all;
    }

    private static ProducerRecord<byte[], byte[]> record(
            String topic, int partition, String key, byte[] value, Map<String, String> headers) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                topic, partition, key == null ? null : key.getBytes(StandardCharsets.UTF_8), value);
        headers.forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        return record;
    }

    private static KafkaProducer<byte[], byte[]> producer() {
        Properties p = new Properties();
        p.put("bootstrap.servers", SharedBroker.bootstrapServers());
        return new KafkaProducer<>(p, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
