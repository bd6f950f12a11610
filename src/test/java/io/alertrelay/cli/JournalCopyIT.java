package io.alertrelay.cli;

import static io.alertrelay.testing.TestConfig.DEDICATED_KEY;
import static io.alertrelay.testing.TestConfig.SHARED_KEY;
import static io.alertrelay.testing.TestConfig.pushKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alertrelay.app.App;
import io.alertrelay.reading.StartException;
import io.alertrelay.sandbox.Fault;
import io.alertrelay.sandbox.Sandbox;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.Commands;
import io.alertrelay.testing.EmbeddedAccess;
import io.alertrelay.testing.FreePorts;
import io.alertrelay.testing.PlainBroker;
import io.alertrelay.testing.RelayClient;
import io.alertrelay.testing.TestConfig;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A relay on a cluster goes on where one with an embedded broker stopped, when {@code journal copy} has copied its
 * data.
 */
@Tag("long")
class JournalCopyIT {
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final TopicPartition LONG = new TopicPartition("alert-relay.refusals", 0);
    private static final int DELETED = 400_000;

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final List<Integer> ports = FreePorts.take(4);
    private final Commands commands = new Commands();
    private Sandbox flashduty;
    private PlainBroker cluster;
    private Path source;
    private Path target;
    private RelayClient relay;

    @BeforeEach
    void start() throws Exception {
        flashduty = Sandbox.start(vertx, 0, Clock.systemUTC());
        cluster = PlainBroker.start(Files.createDirectory(folder.resolve("cluster")), ports.get(3));
        String embedded = yaml("{ brokers: embedded, data: ./data, port: %d }".formatted(ports.get(2)));
        source = Files.writeString(folder.resolve("relay.yaml"), embedded);
        // Other rules: recoveries follow their firings all the same.
        target = Files.writeString(
                folder.resolve("relay-cluster.yaml"),
                yaml("{ brokers: \"%s\", replication: 1, min_insync_replicas: 1 }"
                                .formatted(cluster.bootstrapServers()))
                        .replace("channels: [platform]", "channels: [oncall]"));
        relay = new RelayClient(ports.get(0), ports.get(1));
    }

    private String yaml(String kafka) {
        return TestConfig.yaml(kafka, ports.get(0), ports.get(1), flashduty.port(), "");
    }

    @AfterEach
    void stop() {
        cluster.close();
        flashduty.close();
        vertx.close();
    }

    @Test
    void aRelayOnTheClusterGoesOnWhereTheEmbeddedOneStoppedThoughTheCopyWasKilledInBetween() throws Exception {
        String open;
        String afterAGap;
        String waiting;
        String unreadable;
        try (App app = serve(source)) {
            open = post(SHARED_KEY, Bodies.firing("open", "critical", "payments"));
            flashduty.fault(pushKey("oncall"), new Fault.Status(400, "InvalidParameter", "labels are wrong"));
            post(SHARED_KEY, Bodies.firing("dead", "info", "x"));
            post(SHARED_KEY, Bodies.firing("old", "info", "x"));
            await().atMost(SOON)
                    .until(() -> sent("oncall").size() == 1 && sent("platform").size() == 1);
            makeGaps(new TopicPartition("alert-relay.webhooks", partition(open)));
            relay.manage("channels/payments/pause", "{\"reason\":\"发布窗口\"}", 200);
            waiting = post(DEDICATED_KEY, Bodies.firing("w1", "critical", "x"));
            post(DEDICATED_KEY, Bodies.firing("w1", "critical", "x"));
            post(DEDICATED_KEY, Bodies.resolved("w1", "critical", "x"));
            post(DEDICATED_KEY, Bodies.firing("w2", "info", "x"));
            unreadable = post(SHARED_KEY, "{\"title\":\"no alert\"}");
            afterAGap = post(SHARED_KEY, Bodies.firing("after a gap", "critical", "platform"));
            await().atMost(SOON).until(() -> sent("platform").size() == 2);
            await().atMost(SOON)
                    .until(() -> relay.channel("payments").path("waiting").asInt() == 3);
            assertThat(copy("--yes")).as("the relay is at work").isEqualTo(1);
            assertThat(commands.err()).contains("in use by another process");
        }
        List<String> sentBefore = sent("payments");

        assertThat(copy()).as(commands.err()).isZero();
        assertThat(commands.out()).contains("alert-relay.webhooks", "Nothing is copied yet");
        killACopy();
        assertThatThrownBy(() -> serve(target))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("a copy of a journal that is not finished");
        assertThat(copy("--yes")).as(commands.err()).isZero();
        assertThat(commands.out()).contains("A copy was begun before", "All of it is copied, and was compared");
        assertThat(copy("--yes")).as("it is finished").isEqualTo(1);
        assertThat(commands.err()).contains("the target is in use");

        try (App app = serve(target)) {
            assertThat(run("audit")).as(commands.out()).isZero();
            assertThat(commands.out()).containsPattern("superseded +1").containsPattern("pending +3");
            assertThat(run("receipts", afterAGap)).as(commands.err()).isZero();
            assertThat(commands.out()).contains("after a gap", "platform  delivered");
            assertThat(found("w1"))
                    .hasSize(3)
                    .last()
                    .satisfies(alert -> assertThat(alert.toString()).contains(waiting, "superseded"));
            assertThat(found("after a gap").get(0).path("request_id").asText()).isEqualTo(afterAGap);
            assertThat(run("quarantine", "show", unreadable)).as(commands.err()).isZero();

            post(SHARED_KEY, Bodies.resolved("open", "critical", "payments"));
            await().atMost(SOON).until(() -> sent("platform").contains("open Ok"));
            assertThat(sent("platform")).hasSize(3);
            await().atMost(SOON)
                    .until(() -> relay.channel("payments").path("waiting").asInt() == 4);
            assertThat(relay.channel("payments").at("/paused/reason").asText()).isEqualTo("发布窗口");
            assertThat(sent("payments")).isEqualTo(sentBefore);
            relay.manage("channels/payments/resume", "", 200);
            await().atMost(SOON).until(() -> sent("payments").size() == sentBefore.size() + 4);
            assertThat(sent("payments").subList(sentBefore.size(), sentBefore.size() + 4))
                    .containsSubsequence("w1 Critical", "w1 Ok")
                    .containsExactlyInAnyOrder("w1 Critical", "w1 Ok", "w2 Info", "open Ok");

            String[] place = afterAGap.substring(1).split("-");
            String next = place[0] + ":" + (Long.parseLong(place[1]) + 1);
            assertThat(run(
                            "replay",
                            "--from-offset",
                            place[0] + ":" + place[1],
                            "--to-offset",
                            next,
                            "--to-channel",
                            "oncall",
                            "--yes",
                            "--wait"))
                    .as(commands.out() + " " + commands.err())
                    .isZero();
            await().atMost(SOON).until(() -> sent("oncall").contains("after a gap Critical"));
            await().atMost(SOON)
                    .until(() -> found("after a gap")
                            .get(0)
                            .at("/deliveries")
                            .findValuesAsText("channel")
                            .contains("oncall"));
            assertThat(sent("platform")).hasSize(3);
            assertThat(run("dead-letters", "redrive", "dl-0-0", "--yes", "--wait"))
                    .as(commands.out() + " " + commands.err())
                    .isZero();
            await().atMost(SOON).until(() -> sent("oncall").contains("dead Info"));
            await().atMost(SOON).until(() -> run("audit") == 0);
            assertThat(copy("--yes")).isEqualTo(1);
            assertThat(commands.err()).contains("1 relay is at work on the target");
        }
    }

    /** Offsets without a record in the webhooks, and a topic of which most is deleted. */
    private void makeGaps(TopicPartition webhooks) throws Exception {
        Properties access = EmbeddedAccess.settings(folder.resolve("data"), ports.get(2));
        try (Admin admin = Admin.create(access);
                KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(access, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < 3; i++) {
                admin.abortTransaction(new AbortTransactionSpec(webhooks, 4711, (short) 0, 0))
                        .all()
                        .get();
            }
            for (int i = 0; i < DELETED; i++) {
                producer.send(new ProducerRecord<>(LONG.topic(), new byte[0]));
            }
            producer.flush();
            TopicPartition settled = new TopicPartition("alert-relay.channel.oncall", 0);
            admin.deleteRecords(
                            Map.of(LONG, RecordsToDelete.beforeOffset(-1), settled, RecordsToDelete.beforeOffset(-1)))
                    .all()
                    .get();
        }
    }

    private void killACopy() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.alertrelay.Main",
                        "journal",
                        "copy",
                        "--from",
                        folder.resolve("data").toString(),
                        "--to",
                        target.toString(),
                        "--yes")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("copy.log").toFile())
                .start();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
            await().atMost(SOON)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> !process.isAlive() || copied(admin) > 0);
            process.destroyForcibly().waitFor();
            assertThat(copied(admin)).isBetween(1L, (long) DELETED - 1);
        }
    }

    private static long copied(Admin admin) throws InterruptedException, ExecutionException {
        // Made last of those that are named before it.
        return admin.listTopics().names().get().contains("alert-relay.webhooks")
                ? admin.listOffsets(Map.of(LONG, OffsetSpec.latest()))
                        .partitionResult(LONG)
                        .get()
                        .offset()
                : 0;
    }

    private App serve(Path config) throws Exception {
        return App.start(TestConfig.load(Files.readString(config), folder), what -> {}, (status, reason) -> {});
    }

    private String post(String key, String body) throws Exception {
        return RelayClient.requestId(relay.postPatiently(key, body));
    }

    private static int partition(String requestId) {
        return Integer.parseInt(requestId.substring(1, requestId.indexOf('-')));
    }

    /** Title and status of what the channel was sent and took, in order. */
    private List<String> sent(String channel) {
        return flashduty.accepted(pushKey(channel)).stream()
                .map(received -> {
                    try {
                        JsonNode event = new ObjectMapper().readTree(received.body());
                        return event.path("title_rule").asText() + " "
                                + event.path("event_status").asText();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toList();
    }

    private int copy(String... more) {
        return commands.run(Stream.concat(
                        List.of("journal", "copy", "--from", source.toString(), "--to", target.toString()).stream(),
                        List.of(more).stream())
                .toArray(String[]::new));
    }

    private List<JsonNode> found(String text) throws IOException {
        assertThat(run("find", text, "--json")).as(commands.err()).isZero();
        List<JsonNode> alerts = new ArrayList<>();
        for (String line : commands.out().lines().toList()) {
            JsonNode node = new ObjectMapper().readTree(line);
            if (node.path("what").asText().equals("alert")) {
                alerts.add(node);
            }
        }
        return alerts;
    }

    private int run(String... args) {
        return commands.run(target, args);
    }
}
