package io.alertrelay.app;

import static io.alertrelay.testing.TestConfig.DEDICATED_KEY;
import static io.alertrelay.testing.TestConfig.pushKey;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.alertrelay.sandbox.Sandbox;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.FakedClock;
import io.alertrelay.testing.FreePorts;
import io.alertrelay.testing.PlainBroker;
import io.alertrelay.testing.RelayProcess;
import io.alertrelay.testing.TestConfig;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A relay whose wall clock is set: back, so that connections to Kafka have to be opened again, and far ahead of the
 * brokers'.
 */
@Tag("long")
class WallClockSetIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final List<Integer> ports = FreePorts.take(3);

    @AfterEach
    void close() {
        vertx.close();
    }

    @Test
    void itGoesOnWithBrokersThatComeBackAfterTheClockWasSetBackAndWithAClockFarAhead() throws Exception {
        FakedClock clock = new FakedClock(folder);
        assumeTrue(clock.isThere(), "libfaketime is not installed (Debian: apt-get install faketime)");
        Path data = folder.resolve("broker");
        PlainBroker broker = PlainBroker.start(data, ports.get(2));
        try (Sandbox flashduty = Sandbox.start(vertx, 0, Clock.systemUTC())) {
            String kafka =
                    "{ brokers: \"%s\", replication: 1, min_insync_replicas: 1 }".formatted(broker.bootstrapServers());
            Path config = Files.writeString(
                    folder.resolve("relay.yaml"),
                    TestConfig.yaml(kafka, ports.get(0), ports.get(1), flashduty.port(), ""));
            try (RelayProcess relay =
                    RelayProcess.startBy(clock, config, ports.get(0), ports.get(1), folder.resolve("log"))) {
                awaitDelivered(relay, flashduty, "before");

                clock.set(Duration.ofHours(-1));
                await().atMost(PATIENCE).until(() -> relay.log().contains("set back by PT1H"));
                broker.close();
                broker = PlainBroker.start(data, ports.get(2));
                awaitDelivered(relay, flashduty, "restarted-after-it");

                broker.close();
                clock.set(Duration.ofHours(-2));
                await().atMost(PATIENCE).until(() -> relay.log().split("set back by PT1H").length > 2);
                broker = PlainBroker.start(data, ports.get(2));
                awaitDelivered(relay, flashduty, "away-meanwhile");

                clock.set(Duration.ofDays(400));
                await().atMost(PATIENCE).until(() -> relay.log().contains("leapt forward by PT96"));
                awaitDelivered(relay, flashduty, "a-year-ahead");
                clock.set(Duration.ZERO);
                await().atMost(PATIENCE).until(() -> relay.log().contains("set back by PT9600H"));
                awaitDelivered(relay, flashduty, "right-again");
                await().atMost(PATIENCE)
                        .until(() ->
                                relay.client().health().path("status").asText().equals("up"));
            }
        } finally {
            broker.close();
        }
    }

    private static void awaitDelivered(RelayProcess relay, Sandbox flashduty, String name) {
        relay.client().postUntilTaken(DEDICATED_KEY, Bodies.firing(name, "info", "x"));
        await(name + " is delivered")
                .atMost(PATIENCE)
                .until(() -> flashduty.accepted(pushKey("payments")).stream()
                        .anyMatch(received -> received.bodyText().contains(name)));
    }
}
