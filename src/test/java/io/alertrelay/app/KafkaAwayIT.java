package io.alertrelay.app;

import static io.alertrelay.testing.TestConfig.DEDICATED_KEY;
import static io.alertrelay.testing.TestConfig.pushKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.reading.StartException;
import io.alertrelay.reading.StartupListener;
import io.alertrelay.sandbox.Sandbox;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.FreePorts;
import io.alertrelay.testing.PlainBroker;
import io.alertrelay.testing.RelayClient;
import io.alertrelay.testing.RunningRelay;
import io.alertrelay.testing.TestConfig;
import io.vertx.core.Vertx;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A relay whose cluster goes away and comes back. */
@Tag("timed")
class KafkaAwayIT {
    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final int brokerPort = FreePorts.take(1).get(0);

    @Test
    void senderIsTold503WhileKafkaIsAwayAndEverythingGoesOnWhenItIsBack() throws Exception {
        PlainBroker broker = startBroker();
        try (Sandbox flashduty = Sandbox.start(vertx, 0, Clock.systemUTC());
                RunningRelay running = RunningRelay.start(config(flashduty))) {
            RelayClient relay = running.client();
            assertThat(relay.postPatiently(DEDICATED_KEY, Bodies.firing("before", "info", "x"))
                            .statusCode())
                    .isEqualTo(200);
            await().until(() -> flashduty.accepted(pushKey("payments")).size() == 1);

            broker.close();
            // All at once: were the server's thread to wait for Kafka, they would wait for one another.
            List<CompletableFuture<HttpResponse<String>>> posts = IntStream.range(0, 20)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> post(relay, "away" + i)))
                    .toList();
            for (CompletableFuture<HttpResponse<String>> post : posts) {
                assertThat(post.get().statusCode()).isEqualTo(503);
                assertThat(post.get().headers().firstValue("Retry-After")).isPresent();
            }
            await().until(() -> relay.health().path("status").asText().equals("down"));

            broker = startBroker();
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> post(relay, "after").statusCode() == 200);
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> flashduty.accepted(pushKey("payments")).stream()
                            .anyMatch(r -> r.bodyText().contains("after")));
            await().until(() -> relay.health().path("status").asText().equals("up"));
        } finally {
            broker.close();
            vertx.close();
        }
    }

    @Test
    void aRelayThatStartsWaitsForKafkaAlsoIfItGoesInBetween() throws Exception {
        AtomicReference<PlainBroker> broker = new AtomicReference<>(startBroker());
        List<String> told = new CopyOnWriteArrayList<>();
        StartupListener struck = what -> {
            told.add(what);
            if (what.startsWith("topics ready")) {
                broker.get().close();
            } else if (what.startsWith("waiting for Kafka")) {
                broker.set(restarted());
            }
        };
        try (Sandbox flashduty = Sandbox.start(vertx, 0, Clock.systemUTC());
                App app = App.start(config(flashduty), struck, (status, reason) -> {})) {
            RelayClient relay = new RelayClient(app.port(), app.managementPort());
            await().until(() -> post(relay, "after").statusCode() == 200);
            int waited = IntStream.range(0, told.size())
                    .filter(i -> told.get(i).startsWith("waiting for Kafka"))
                    .max()
                    .orElseThrow();
            assertThat(told.get(waited + 1))
                    .as("by which health no longer shows the wait")
                    .startsWith("partitions of webhooks: ");
        } finally {
            broker.get().close();
            vertx.close();
        }
    }

    @Test
    void aRelayThatWaitsForKafkaAtItsStartSaysSoInItsHealth() throws Exception {
        List<Integer> ports = FreePorts.take(2);
        RelayClient relay = new RelayClient(ports.get(0), ports.get(1));
        try (Sandbox flashduty = Sandbox.start(vertx, 0, Clock.systemUTC())) {
            RelayConfig config = config(flashduty, ports.get(0), ports.get(1));
            CompletableFuture<RunningRelay> starting = CompletableFuture.supplyAsync(() -> {
                try {
                    return RunningRelay.start(config);
                } catch (StartException e) {
                    throw new IllegalStateException(e);
                }
            });

            await().until(() -> relay.health().path("waiting_for").asText().contains("127.0.0.1:" + brokerPort));
            assertThat(relay.health().path("status").asText()).isEqualTo("starting");
            assertThat(post(relay, "early").statusCode()).isEqualTo(503);

            try (PlainBroker broker = startBroker();
                    RunningRelay running = starting.get()) {
                await().until(() -> relay.health().path("status").asText().equals("up"));
                assertThat(relay.health().has("waiting_for")).isFalse();
                assertThat(broker.bootstrapServers()).contains(String.valueOf(brokerPort));
                assertThat(running.client().port()).isEqualTo(ports.get(0));
            }
        } finally {
            vertx.close();
        }
    }

    private PlainBroker restarted() {
        try {
            return startBroker();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void healthAndMetricsAnswerFromMemoryWhileKafkaIsAway() throws Exception {
        PlainBroker broker = startBroker();
        try (Sandbox flashduty = Sandbox.start(vertx, 0, Clock.systemUTC());
                RunningRelay running = RunningRelay.start(config(flashduty))) {
            RelayClient relay = running.client();
            await().until(() -> relay.health().path("status").asText().equals("up"));
            broker.close();

            await().untilAsserted(() -> {
                assertThat(slowest(relay)).isLessThan(Duration.ofSeconds(1));
                assertThat(relay.health().path("status").asText()).isEqualTo("down");
            });

            JsonNode problem = relay.health().path("problems").get(0);
            assertThat(problem.path("what").asText()).isEqualTo("kafka");
            assertThat(problem.path("what_to_do").asText()).contains("brokers");
            assertThat(relay.get("/health").statusCode()).isEqualTo(503);
            assertThat(relay.get("/health/ready").statusCode()).isEqualTo(503);
            assertThat(relay.get("/metrics").body())
                    .contains(
                            "alert_relay_kafka_reachable 0.0", "alert_relay_channel_waiting{channel=\"payments\"} 0.0")
                    .contains("alert_relay_stage_stalled{stage=\"dispatcher\"} 0.0")
                    .contains("alert_relay_stage_restarts_total{stage=\"dispatcher\"} 0.0");
            // What waits for Kafka has not stopped: that Kafka is away is the cause.
            // A busy machine may hold up an answer; then the half minute starts again.
            await().during(Duration.ofSeconds(30))
                    .atMost(Duration.ofMinutes(4))
                    .until(() -> slowest(relay).compareTo(Duration.ofSeconds(1)) < 0
                            && relay.health().path("problems").size() == 1);
        } finally {
            broker.close();
            vertx.close();
        }
    }

    private static Duration slowest(RelayClient relay) {
        Duration slowest = Duration.ZERO;
        for (String path : List.of("/health", "/health/ready", "/metrics", "/api/v1/status", "/")) {
            long begun = System.nanoTime();
            relay.management(path);
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            slowest = took.compareTo(slowest) > 0 ? took : slowest;
        }
        return slowest;
    }

    @Test
    void aStopWhileKafkaIsAwayComesToItsEnd() throws Exception {
        PlainBroker broker = startBroker();
        try (Sandbox flashduty = Sandbox.start(vertx, 0, Clock.systemUTC())) {
            RunningRelay running = RunningRelay.start(config(flashduty));
            RelayClient relay = running.client();
            assertThat(relay.postPatiently(DEDICATED_KEY, Bodies.firing("before", "info", "x"))
                            .statusCode())
                    .isEqualTo(200);
            broker.close();
            post(relay, "away");

            CompletableFuture<Void> stop = CompletableFuture.runAsync(running::close);

            await().atMost(Duration.ofMinutes(1)).until(stop::isDone);
        } finally {
            broker.close();
            vertx.close();
        }
    }

    private static HttpResponse<String> post(RelayClient relay, String name) {
        try {
            return relay.post(DEDICATED_KEY, Bodies.firing(name, "info", "x"));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private PlainBroker startBroker() throws Exception {
        return PlainBroker.start(folder.resolve("data"), brokerPort);
    }

    private RelayConfig config(Sandbox flashduty) throws Exception {
        return config(flashduty, 0, 0);
    }

    private RelayConfig config(Sandbox flashduty, int port, int managementPort) throws Exception {
        String kafka = "{ brokers: \"127.0.0.1:%d\", replication: 1, min_insync_replicas: 1 }".formatted(brokerPort);
        return TestConfig.load(TestConfig.yaml(kafka, port, managementPort, flashduty.port(), ""), folder);
    }
}
