package io.alertrelay.app;

import static io.alertrelay.testing.TestConfig.DEDICATED_KEY;
import static io.alertrelay.testing.TestConfig.pushKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.kafka.TopicNames;
import io.alertrelay.sandbox.Sandbox;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.FreePorts;
import io.alertrelay.testing.PlainBroker;
import io.alertrelay.testing.RelayClient;
import io.alertrelay.testing.RunningRelay;
import io.vertx.core.Vertx;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A record that is damaged on a broker's disk, in a cluster of the operator's. */
@Tag("long")
class DamagedRecordIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    private Path folder;

    private final String topic = new TopicNames("alert-relay.").channel("payments");
    private final List<Integer> ports = FreePorts.take(2);

    @Test
    void itIsLostAloneAndTheOthersAreDelivered() throws Exception {
        Vertx vertx = Vertx.vertx();
        try (PlainBroker broker = PlainBroker.start(folder.resolve("broker"), ports.get(0))) {
            try (RunningRelay running = start(broker)) {
                RelayClient relay = running.client();
                int waiting = 0;
                // One after the other, so that each is a batch of its own.
                for (String alert : List.of("first", "damaged", "last")) {
                    waiting++;
                    int expected = waiting;
                    relay.postUntilTaken(DEDICATED_KEY, Bodies.firing(alert, "critical", "x"));
                    await().atMost(PATIENCE)
                            .until(() ->
                                    relay.channel("payments").path("waiting").asInt() == expected);
                }
            }
            flipByteOfRecord(1);

            try (Sandbox flashduty = Sandbox.start(vertx, ports.get(1), Clock.systemUTC());
                    RunningRelay running = start(broker)) {
                RelayClient relay = running.client();
                awaitTaken(flashduty, "first");
                awaitTaken(flashduty, "last");
                await().atMost(PATIENCE)
                        .until(() -> relay.health().path("lost_records").size() > 0);
                assertThat(relay.health()
                                .path("lost_records")
                                .path(topic + "-0")
                                .asInt())
                        .isEqualTo(1);
                assertThat(relay.health().path("status").asText()).isEqualTo("degraded");
            }
        } finally {
            vertx.close();
        }
    }

    private RunningRelay start(PlainBroker broker) throws Exception {
        return RunningRelay.start(
                "{ brokers: \"%s\", replication: 1, min_insync_replicas: 1 }".formatted(broker.bootstrapServers()),
                ports.get(1),
                folder);
    }

    private static void awaitTaken(Sandbox flashduty, String alert) {
        await(alert)
                .atMost(PATIENCE)
                .until(() -> flashduty.accepted(pushKey("payments")).stream()
                        .anyMatch(received -> received.bodyText().contains(alert + " is not well")));
    }

    private void flipByteOfRecord(int number) throws Exception {
        Path log = folder.resolve("broker").resolve(topic + "-0").resolve("00000000000000000000.log");
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
            // A batch begins with its offset, and its length is after that.
            long at = 0;
            int length = 0;
            for (int i = 0; i <= number; i++) {
                at += length;
                file.seek(at + Long.BYTES);
                length = Long.BYTES + Integer.BYTES + file.readInt();
            }
            long last = at + length - 1;
            file.seek(last);
            int before = file.read();
            file.seek(last);
            file.write(before ^ 0xff);
        }
    }
}
