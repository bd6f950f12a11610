package io.alertrelay.app;

import static io.alertrelay.testing.TestConfig.DEDICATED_KEY;
import static io.alertrelay.testing.TestConfig.pushKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alertrelay.sandbox.Sandbox;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.EmbeddedAccess;
import io.alertrelay.testing.FreePorts;
import io.alertrelay.testing.RelayClient;
import io.alertrelay.testing.RelayProcess;
import io.alertrelay.testing.SmallDisk;
import io.alertrelay.testing.TestConfig;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A relay whose data folder is on a disk that fills up: what it has acknowledged is delivered all the same. */
@Tag("timed")
class DiskFullIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long MIB = 1L << 20;

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final List<Integer> ports = FreePorts.take(3);
    private final RelayClient client = new RelayClient(ports.get(0), ports.get(1));
    private final TreeSet<String> acknowledged = new TreeSet<>();
    private Sandbox flashduty;
    private SmallDisk disk;

    @BeforeEach
    void makeSmallDisk() throws Exception {
        disk = SmallDisk.at(Files.createDirectory(folder.resolve("disk")), 192);
        flashduty = Sandbox.start(vertx, 0, Clock.systemUTC());
    }

    @AfterEach
    void close() throws Exception {
        if (disk != null) {
            disk.close();
        }
        if (flashduty != null) {
            flashduty.close();
        }
        vertx.close();
    }

    @Test
    void takesNothingMoreWhileTheDiskIsNearlyFullAndGoesOnByItself() throws Exception {
        try (RelayProcess relay = start()) {
            post("before");
            disk.fill(100 * MIB);
            await().atMost(PATIENCE).until(() -> reported().contains("Warning"));
            disk.fill(40 * MIB);

            HttpResponse<String> refused = awaitRefusal();

            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            assertThat(refused.body()).doesNotContain(folder.toString());
            JsonNode health = client.health();
            assertThat(health.path("status").asText()).isEqualTo("down");
            assertThat(health.path("disk").path("problem").asText())
                    .contains(folder.resolve("disk/data").toString())
                    .contains("free")
                    .contains("kafka.min_free")
                    .contains("answered 503");
            assertThat(ready()).isEqualTo(503);
            assertThat(relay.log()).containsOnlyOnce("nearly full: ");
            awaitDelivered();
            await().atMost(PATIENCE).until(() -> reported().contains("Critical"));

            disk.makeRoom();
            await().atMost(PATIENCE).until(() -> post("after") == 200);
            await().atMost(PATIENCE)
                    .until(() -> client.health().path("status").asText().equals("up"));
            awaitDelivered();
            await().atMost(PATIENCE).until(() -> reported().equals(List.of("Warning", "Critical", "Ok")));
        }
    }

    @Test
    void aDiskThatIsFullToTheLastByteLosesNothingAndIsToldWithItsFolder() throws Exception {
        try (RelayProcess relay = start()) {
            for (int i = 0; i < 20; i++) {
                post("before" + i);
            }
            disk.fill(0);
            // Whether Kafka survives it or not: the log tells which folder it was.
            await().atMost(PATIENCE).until(this::isRefusedOrEnded);
            await().atMost(PATIENCE)
                    .until(() -> relay.log().contains(folder.resolve("disk/data") + " can't be written"));
            relay.kill();
        }

        CompletableFuture<RelayProcess> starting = CompletableFuture.supplyAsync(() -> {
            try {
                return start();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        await().atMost(PATIENCE)
                .until(() ->
                        client.health().path("disk").path("problem").asText().contains("disk/data"));
        assertThat(client.health().path("status").asText()).isEqualTo("down");
        assertThat(post("while full")).isEqualTo(503);
        assertThat(get("/metrics").body()).contains("alert_relay_disk_full 1.0", "alert_relay_ready 0.0");

        disk.makeRoom();
        try (RelayProcess relay = starting.get()) {
            assertThat(relay.log()).contains("there is space");
            awaitDelivered();
            assertThat(post("after")).isEqualTo(200);
            assertThat(get("/metrics").body()).contains("alert_relay_disk_full 0.0", "alert_relay_ready 1.0");
            awaitDelivered();
        }
    }

    @Test
    void whatIsReplayedWaitsWhileNothingIsRouted() throws Exception {
        try (RelayProcess relay = start()) {
            for (int i = 0; i < 40; i++) {
                post("replay" + i);
            }
            awaitDelivered();
            // One a second.
            String order = "{\"last\":\"1h\",\"to_channel\":\"oncall\",\"share\":0.001,\"execute\":%s}";
            // A plan goes as far as the offsets of routing, which are committed a moment after the events are
            // delivered.
            await().atMost(PATIENCE)
                    .until(() -> JSON.readTree(client.manage("replays", order.formatted(false))
                                            .body())
                                    .path("alerts")
                                    .asInt()
                            == 40);
            assertThat(client.manage("replays", order.formatted(true)).statusCode())
                    .isEqualTo(201);
            await().atMost(PATIENCE).until(() -> replayed() > 0);

            disk.fill(20 * MIB);
            await().atMost(PATIENCE).until(() -> relay.log().contains("nothing is routed"));
            long before = replayed();
            await().during(Duration.ofSeconds(8)).atMost(PATIENCE).until(() -> replayed() <= before + 2);

            disk.makeRoom();
            awaitDelivered("oncall", relay);
        }
    }

    /** What a channel was told of the disk, in order. */
    private List<String> reported() {
        return flashduty.accepted(pushKey("platform")).stream()
                .filter(received -> received.bodyText().contains("the disk is nearly full"))
                .map(received -> received.eventStatus().orElseThrow())
                .toList();
    }

    /** How much was handed over by replays. */
    private long replayed() throws Exception {
        String topic = "alert-relay.replayed";
        try (Admin admin = Admin.create(EmbeddedAccess.settings(folder.resolve("disk/data"), ports.get(2)))) {
            Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
            admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get()
                    .get(topic)
                    .partitions()
                    .forEach(p -> ends.put(new TopicPartition(topic, p.partition()), OffsetSpec.latest()));
            return admin.listOffsets(ends).all().get().values().stream()
                    .mapToLong(end -> end.offset())
                    .sum();
        }
    }

    private int ready() throws IOException, InterruptedException {
        return get("/health/ready").statusCode();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports.get(1) + path))
                .build());
    }

    private RelayProcess start() throws IOException {
        Path config = folder.resolve("relay.yaml");
        String kafka = "{ brokers: embedded, data: disk/data, port: %d, min_free: 64MiB }".formatted(ports.get(2));
        Files.writeString(
                config,
                TestConfig.yaml(kafka, ports.get(0), ports.get(1), flashduty.port(), "")
                        + "\nself_alert: { channel: platform, again_after: 10s }\n");
        return RelayProcess.start(config, ports.get(0), ports.get(1), folder.resolve("log"));
    }

    private int post(String name) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.post(DEDICATED_KEY, Bodies.firing(name, "info", "x"));
        if (answer.statusCode() == 200) {
            acknowledged.add(name);
        }
        return answer.statusCode();
    }

    private HttpResponse<String> awaitRefusal() throws Exception {
        await().atMost(PATIENCE).until(() -> post("filling") == 503);
        return client.post(DEDICATED_KEY, Bodies.firing("refused", "info", "x"));
    }

    private boolean isRefusedOrEnded() throws InterruptedException {
        try {
            return post("filling") == 503;
        } catch (IOException e) {
            return true;
        }
    }

    private void awaitDelivered() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(notDeliveredTo("payments")).isEmpty());
    }

    /** Each at least once: a push that had no answer in time is sent again. */
    private void awaitDelivered(String channel, RelayProcess relay) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            List<String> missing = notDeliveredTo(channel);
            if (!missing.isEmpty()) {
                fail("%s are missing; health %s; log %s", missing, client.health(), relay.log());
            }
        });
    }

    private List<String> notDeliveredTo(String channel) {
        String all = flashduty.accepted(pushKey(channel)).stream()
                .map(received -> received.bodyText())
                .collect(Collectors.joining("\n"));
        return acknowledged.stream()
                .filter(name -> !all.contains('"' + name + '"'))
                .toList();
    }
}
