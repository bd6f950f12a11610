package io.alertrelay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.alertrelay.kafka.RelayTopics;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicSetup;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.Commands;
import io.alertrelay.testing.FreePorts;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.testing.TestConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands audit and receipts on topics that a test wrote, in the form that the relay writes them. */
class LedgerTopicsIT {
    private static final String RECEIPT = "w0-0-7k3m9qxr2ztc5vbn";
    private static final String AT = "2026-11-22T02:00:00Z";
    private static final String NOT_CONFIGURED = "值班";

    @TempDir
    private Path folder;

    private final TopicNames names = new TopicNames(SharedBroker.newPrefix());
    private final Admin admin = SharedBroker.clients().admin();
    private final Commands commands = new Commands();
    private KafkaProducer<String, byte[]> producer;
    private Path config;

    /** One webhook with one alert for two channels, of which one is not configured any more; both delivered. */
    @BeforeEach
    void write() throws Exception {
        new TopicSetup(admin, 1, 1).ensure(new RelayTopics(names, 1).specs(List.of("payments", NOT_CONFIGURED)));
        Properties p = new Properties();
        p.put("bootstrap.servers", SharedBroker.bootstrapServers());
        producer = new KafkaProducer<>(p, new StringSerializer(), new ByteArraySerializer());
        config = folder.resolve("relay.yaml");
        String kafka = SharedBroker.asConfigured(names.prefix());
        List<Integer> ports = FreePorts.take(3);
        Files.writeString(config, TestConfig.yaml(kafka, ports.get(0), ports.get(1), ports.get(2), ""));

        send(
                names.webhooks(),
                "arms-shared",
                Bodies.firing("磁盘满", "critical", "payments"),
                Map.of("integration", "arms-shared", "source", "aliyun-arms", "nonce", "7k3m9qxr2ztc5vbn"));
        commit(names.routingGroup(), names.webhooks(), 1);
        for (String channel : List.of("payments", NOT_CONFIGURED)) {
            due(channel);
            settled(channel, "\"outcome\":\"delivered\",\"flashduty_request_id\":\"0ace\"");
            commit(names.channelGroup(channel), names.channel(channel), 1);
        }
    }

    @AfterEach
    void close() {
        producer.close();
        admin.close();
    }

    @Test
    void aLedgerInOrderIsZeroAndCountsAlsoChannelsThatAreNotConfiguredAnyMore() throws Exception {
        assertThat(run("audit", "--json")).isZero();

        JsonNode report = commands.json();
        assertThat(report.at("/webhooks/accepted").asInt()).isEqualTo(1);
        assertThat(report.path("alerts").asInt()).isEqualTo(1);
        assertThat(report.at("/deliveries/due").asInt()).isEqualTo(2);
        assertThat(report.at("/deliveries/delivered").asInt()).isEqualTo(2);
        assertThat(report.path("unaccounted").asInt()).isZero();
        assertThat(run("audit", "--from", "2026-11-23", "--to", "2026-11-24")).isZero();
        assertThat(commands.out()).contains("Everything is accounted for.");
    }

    @Test
    void aFanOutWithAGapIsOneAndListed() throws Exception {
        send(
                names.webhooks(),
                "arms-shared",
                Bodies.firing("b", "critical", "payments"),
                Map.of("integration", "arms-shared", "source", "aliyun-arms", "nonce", "0000000000000001"));
        commit(names.routingGroup(), names.webhooks(), 2);
        send(
                names.channel("payments"),
                "key",
                "{}",
                headers(Map.of("receipt", "w0-1-0000000000000001", "channels", "[\"payments\",\"oncall\"]")));

        assertThat(run("audit")).isEqualTo(1);

        assertThat(commands.out())
                .contains("fan-out-incomplete: 1")
                .contains("w0-1-0000000000000001/0/oncall")
                .containsPattern("pending +1")
                .containsPattern("unaccounted +1");
    }

    @Test
    void anOffsetThatPassedAnUnsettledDeliveryIsOneAndListed() throws Exception {
        send(names.channel("payments"), "key", "{}", headers(Map.of("receipt", "w0-0-7k3m9qxr2ztc5vbn", "index", "1")));
        assertThat(run("audit")).isZero();

        commit(names.channelGroup("payments"), names.channel("payments"), 2);

        assertThat(run("audit")).isEqualTo(1);
        assertThat(commands.out()).contains("passed-unsettled: 1").contains(RECEIPT + "/1/payments");
    }

    @Test
    void whatTheRelayDeletedForItsAgeIsNoFinding() throws Exception {
        for (String topic : List.of(names.webhooks(), names.channel("payments"))) {
            admin.deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(1)))
                    .all()
                    .get();
        }

        assertThat(run("audit")).isZero();
        assertThat(run("receipts", RECEIPT)).isZero();
        assertThat(commands.out())
                .contains("no longer kept itself", "payments  delivered", NOT_CONFIGURED + "  delivered");
    }

    @Test
    void receiptsShowTheTrailWithoutARelay() throws Exception {
        assertThat(run("receipts", RECEIPT)).isZero();

        assertThat(commands.out())
                .contains(RECEIPT + " accepted from arms-shared (aliyun-arms)")
                .contains("alert 0  firing Critical \"磁盘满\"")
                .contains("payments  delivered")
                .contains("Flashduty's request_id 0ace")
                .contains("routed by case 1; rules 3f2a");
    }

    @Test
    void aRequestIdThatWasNeverGivenIsOneAndIsNotGuessedFromItsPlace() {
        assertThat(run("receipts", "w0-0-0000000000000000")).isEqualTo(1);
        assertThat(commands.err()).contains("nothing is known of w0-0-0000000000000000");
        assertThat(run("receipts", "w0-5-7k3m9qxr2ztc5vbn")).isEqualTo(1);
    }

    @Test
    void aClusterWithoutTheRelaysTopicsIsSaid() throws Exception {
        Files.writeString(config, Files.readString(config).replace(names.prefix(), "another."));

        assertThat(run("audit")).isEqualTo(1);
        assertThat(commands.err()).contains("has no topic another.webhooks");
    }

    private int run(String... args) {
        return commands.run(config, args);
    }

    private void due(String channel) throws Exception {
        send(
                names.channel(channel),
                "arms-shared:a",
                "{}",
                headers(Map.of("channels", "[\"payments\",\"" + NOT_CONFIGURED + "\"]")));
    }

    private void settled(String channel, String outcome) throws Exception {
        send(
                names.receipts(),
                RECEIPT + "/0/" + channel,
                "{\"why\":\"case 1\",\"rules\":\"3f2a\",\"attempts\":1,\"settled_at\":\"" + AT + "\"," + outcome + "}",
                headers(Map.of("channel", channel, "position", "0:0")));
    }

    private static Map<String, String> headers(Map<String, String> more) {
        Map<String, String> headers = new HashMap<>(Map.of(
                "receipt",
                RECEIPT,
                "index",
                "0",
                "integration",
                "arms-shared",
                "status",
                "firing",
                "severity",
                "Critical",
                "rules",
                "3f2a",
                "why",
                "case 1"));
        headers.putAll(more);
        return headers;
    }

    private void send(String topic, String key, String value, Map<String, String> headers) throws Exception {
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(topic, 0, key, value.getBytes(StandardCharsets.UTF_8));
        headers.forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        record.headers().add("received-at", AT.getBytes(StandardCharsets.UTF_8));
        producer.send(record).get();
    }

    private void commit(String group, String topic, long offset) throws Exception {
        admin.alterConsumerGroupOffsets(group, Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(offset)))
                .all()
                .get();
    }
}
