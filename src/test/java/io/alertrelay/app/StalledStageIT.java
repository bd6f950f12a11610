package io.alertrelay.app;

import static io.alertrelay.testing.TestConfig.DEDICATED_KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.sandbox.Sandbox;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.FreePorts;
import io.alertrelay.testing.PlainBroker;
import io.alertrelay.testing.RelayClient;
import io.alertrelay.testing.TestConfig;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A relay of which a part has stopped says so, and what it means. */
class StalledStageIT {
    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final int brokerPort = FreePorts.take(1).get(0);

    @Test
    void aRelayWhoseRoutingIsBlockedSaysSoAndIsNotReady() throws Exception {
        try (PlainBroker broker = PlainBroker.start(folder.resolve("data"), brokerPort);
                Sandbox flashduty = Sandbox.start(vertx, 0, Clock.systemUTC());
                App app = App.start(config(flashduty), what -> {}, (status, reason) -> {})) {
            RelayClient relay = new RelayClient(app.port(), app.managementPort());
            await().until(() -> relay.health().path("status").asText().equals("up"));
            assertThat(ready(relay, app)).isEqualTo(200);

            // Decisions can no longer be written, and nothing is routed before they are.
            block();
            relay.post(DEDICATED_KEY, Bodies.firing("blocked", "info", "x"));

            await().atMost(Duration.ofSeconds(90))
                    .untilAsserted(() -> assertThat(
                                    problem(relay, "routing").path("of").asText())
                            .contains("webhooks-"));
            assertThat(relay.health().path("status").asText()).isEqualTo("down");
            assertThat(problem(relay, "routing").path("what_to_do").asText()).contains("restart");
            assertThat(ready(relay, app)).isEqualTo(503);
        } finally {
            vertx.close();
        }
    }

    @Test
    void bodiesInQuarantineAreVisibleForADayAlsoToARelayThatStartsLater() throws Exception {
        try (PlainBroker broker = PlainBroker.start(folder.resolve("data"), brokerPort);
                Sandbox flashduty = Sandbox.start(vertx, 0, Clock.systemUTC())) {
            try (App app = App.start(config(flashduty), what -> {}, (status, reason) -> {})) {
                RelayClient relay = new RelayClient(app.port(), app.managementPort());
                relay.post(DEDICATED_KEY, "no JSON at all");
                await().atMost(Duration.ofSeconds(60)).until(() -> quarantined(relay) == 1);
            }
            try (App app = App.start(config(flashduty), what -> {}, (status, reason) -> {})) {
                RelayClient relay = new RelayClient(app.port(), app.managementPort());
                await().atMost(Duration.ofSeconds(60)).until(() -> quarantined(relay) == 1);
                assertThat(relay.health().at("/last_24h/dead_letters/count").asInt(-1))
                        .isZero();
                assertThat(relay.management("/api/v1/status")
                                .at("/last_24h/quarantined/by_integration/arms-dedicated")
                                .asInt())
                        .isEqualTo(1);
            }
        } finally {
            vertx.close();
        }
    }

    private static int quarantined(RelayClient relay) {
        return relay.health().at("/last_24h/quarantined/count").asInt(-1);
    }

    private RelayConfig config(Sandbox flashduty) throws Exception {
        String kafka = "{ brokers: \"127.0.0.1:%d\", replication: 1, min_insync_replicas: 1 }".formatted(brokerPort);
        return TestConfig.load(TestConfig.yaml(kafka, 0, 0, flashduty.port(), ""), folder);
    }

    private void block() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:" + brokerPort))) {
            ConfigResource decisions = new ConfigResource(ConfigResource.Type.TOPIC, "alert-relay.decisions");
            AlterConfigOp tooMany =
                    new AlterConfigOp(new ConfigEntry("min.insync.replicas", "2"), AlterConfigOp.OpType.SET);
            admin.incrementalAlterConfigs(Map.of(decisions, List.of(tooMany)))
                    .all()
                    .get();
        }
    }

    private static int ready(RelayClient relay, App app) throws Exception {
        return relay.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + app.managementPort() + "/health/ready"))
                                .build())
                .statusCode();
    }

    private static JsonNode problem(RelayClient relay, String what) {
        return StreamSupport.stream(relay.health().path("problems").spliterator(), false)
                .filter(problem -> problem.path("what").asText().equals(what))
                .findFirst()
                .orElse(MissingNode.getInstance());
    }
}
