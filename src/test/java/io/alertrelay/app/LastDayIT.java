package io.alertrelay.app;

import static io.alertrelay.testing.TestConfig.DEDICATED_KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.sandbox.Sandbox;
import io.alertrelay.testing.FreePorts;
import io.alertrelay.testing.PlainBroker;
import io.alertrelay.testing.RelayClient;
import io.alertrelay.testing.RunningRelay;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What health says of the last day. */
class LastDayIT {
    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final int brokerPort = FreePorts.take(1).get(0);

    @Test
    void bodiesInQuarantineAreVisibleForADayAlsoToARelayThatStartsLater() throws Exception {
        try (PlainBroker broker = PlainBroker.start(folder.resolve("data"), brokerPort);
                Sandbox flashduty = Sandbox.start(vertx, 0, Clock.systemUTC())) {
            String id;
            try (RunningRelay running = start(flashduty)) {
                RelayClient relay = running.client();
                id = RelayClient.requestId(relay.postPatiently(DEDICATED_KEY, "no JSON at all"));
                await().atMost(Duration.ofSeconds(60)).until(() -> quarantined(relay) == 1);
            }
            try (RunningRelay running = start(flashduty)) {
                RelayClient relay = running.client();
                await().atMost(Duration.ofSeconds(60)).until(() -> quarantined(relay) == 1);
                assertThat(relay.health().at("/last_24h/dead_letters/count").asInt(-1))
                        .isZero();
                assertThat(relay.management("/api/v1/status")
                                .at("/last_24h/quarantined/by_integration/arms-dedicated")
                                .asInt())
                        .isEqualTo(1);

                assertThat(undecided(relay)).isEqualTo(1);
                assertThat(discardedByFourAtOnce(relay, id))
                        .containsOnlyOnce(200)
                        .hasSize(4);
                await().atMost(Duration.ofSeconds(60)).until(() -> undecided(relay) == 0);
                assertThat(quarantined(relay)).isEqualTo(1);
            }
        } finally {
            vertx.close();
        }
    }

    /** The statuses of the answers. */
    private static List<Integer> discardedByFourAtOnce(RelayClient relay, String id) {
        return Stream.generate(() -> CompletableFuture.supplyAsync(() -> {
                    try {
                        return relay.manage("quarantine/discard", "{\"ids\":[\"%s\"],\"execute\":true}".formatted(id))
                                .statusCode();
                    } catch (IOException | InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }))
                .limit(4)
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
    }

    private static int quarantined(RelayClient relay) {
        return relay.health().at("/last_24h/quarantined/count").asInt(-1);
    }

    private static int undecided(RelayClient relay) {
        return relay.health().at("/last_24h/quarantined/undecided").asInt(-1);
    }

    private RunningRelay start(Sandbox flashduty) throws Exception {
        String kafka = "{ brokers: \"127.0.0.1:%d\", replication: 1, min_insync_replicas: 1 }".formatted(brokerPort);
        return RunningRelay.start(kafka, flashduty.port(), folder);
    }
}
