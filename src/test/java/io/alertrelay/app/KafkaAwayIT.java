package io.alertrelay.app;

import static io.alertrelay.testing.TestConfig.DEDICATED_KEY;
import static io.alertrelay.testing.TestConfig.pushKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.sandbox.Sandbox;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.FreePorts;
import io.alertrelay.testing.PlainBroker;
import io.alertrelay.testing.RelayClient;
import io.alertrelay.testing.TestConfig;
import io.vertx.core.Vertx;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A relay whose cluster goes away and comes back. */
class KafkaAwayIT {
    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final int brokerPort = FreePorts.take(1).get(0);

    @Test
    void senderIsTold503WhileKafkaIsAwayAndEverythingGoesOnWhenItIsBack() throws Exception {
        PlainBroker broker = startBroker();
        try (Sandbox flashduty = Sandbox.start(vertx, 0, Clock.systemUTC());
                App app = App.start(config(flashduty), what -> {}, (status, reason) -> {})) {
            RelayClient relay = new RelayClient(app.port(), app.managementPort());
            assertThat(relay.post(DEDICATED_KEY, Bodies.firing("before", "info", "x"))
                            .statusCode())
                    .isEqualTo(200);
            await().until(() -> flashduty.accepted(pushKey("payments")).size() == 1);

            broker.close();
            // All at once: were the door's thread to wait for Kafka, they would wait for one another.
            List<CompletableFuture<HttpResponse<String>>> posts = IntStream.range(0, 20)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> post(relay, "away" + i)))
                    .toList();
            for (CompletableFuture<HttpResponse<String>> post : posts) {
                assertThat(post.get().statusCode()).isEqualTo(503);
                assertThat(post.get().headers().firstValue("Retry-After")).isPresent();
            }
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> relay.health().path("status").asText().equals("down"));

            broker = startBroker();
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> post(relay, "after").statusCode() == 200);
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> flashduty.accepted(pushKey("payments")).stream()
                            .anyMatch(r -> r.bodyText().contains("after")));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> relay.health().path("status").asText().equals("up"));
        } finally {
            broker.close();
            vertx.close();
        }
    }

    @Test
    void aStopWhileKafkaIsAwayComesToItsEnd() throws Exception {
        PlainBroker broker = startBroker();
        try (Sandbox flashduty = Sandbox.start(vertx, 0, Clock.systemUTC())) {
            App app = App.start(config(flashduty), what -> {}, (status, reason) -> {});
            RelayClient relay = new RelayClient(app.port(), app.managementPort());
            assertThat(relay.post(DEDICATED_KEY, Bodies.firing("before", "info", "x"))
                            .statusCode())
                    .isEqualTo(200);
            broker.close();
            post(relay, "away");

            CompletableFuture<Void> stop = CompletableFuture.runAsync(app::close);

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

    private io.alertrelay.config.RelayConfig config(Sandbox flashduty) throws Exception {
        String kafka = "{ brokers: \"127.0.0.1:%d\", replication: 1, min_insync_replicas: 1 }".formatted(brokerPort);
        return TestConfig.load(TestConfig.yaml(kafka, 0, 0, flashduty.port(), ""), folder);
    }
}
