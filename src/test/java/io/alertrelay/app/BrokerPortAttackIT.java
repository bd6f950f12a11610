package io.alertrelay.app;

import static io.alertrelay.testing.TestConfig.DEDICATED_KEY;
import static io.alertrelay.testing.TestConfig.pushKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.sandbox.Sandbox;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.FreePorts;
import io.alertrelay.testing.ListeningPorts;
import io.alertrelay.testing.RelayProcess;
import io.alertrelay.testing.TestConfig;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process of the same machine opens thousands of connections to the embedded broker, and keeps them. */
@Tag("timed")
class BrokerPortAttackIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int DESCRIPTORS = 2048;
    private static final int FLOOD = 2_000;

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final List<Integer> ports = FreePorts.take(3);
    private final List<SocketChannel> flood = new ArrayList<>();
    private Sandbox flashduty;

    @BeforeEach
    void start() throws Exception {
        flashduty = Sandbox.start(vertx, 0, Clock.systemUTC());
    }

    @AfterEach
    void stop() throws Exception {
        for (SocketChannel each : flood) {
            each.close();
        }
        flashduty.close();
        vertx.close();
    }

    @Test
    void theRelayGoesOnAndCanBeStoppedWhileTheyAreOpen() throws Exception {
        Path config = folder.resolve("relay.yaml");
        String kafka = "{ brokers: embedded, data: data, port: %d }".formatted(ports.get(2));
        Files.writeString(config, TestConfig.yaml(kafka, ports.get(0), ports.get(1), flashduty.port(), ""));
        try (RelayProcess relay = RelayProcess.startWithin(
                DESCRIPTORS, config, ports.get(0), ports.get(1), folder.resolve("log"), "512m")) {
            Set<Integer> brokers = ListeningPorts.of(relay.pid());
            brokers.removeAll(List.of(ports.get(0), ports.get(1)));
            assertThat(brokers).contains(ports.get(2));

            for (int port : brokers) {
                open(port);
            }

            for (int i = 0; i < 100; i++) {
                String name = "honest" + i;
                relay.client().postUntilTaken(DEDICATED_KEY, Bodies.firing(name, "info", "x"));
                await().pollDelay(Duration.ofMillis(50)).until(() -> true);
            }
            await().atMost(PATIENCE)
                    .until(() -> flashduty.accepted(pushKey("payments")).size() == 100);
            await().until(() -> relay.client().health().path("status").asText().equals("up"));
            assertThat(descriptors(relay)).isLessThan(DESCRIPTORS * 9 / 10);
            assertThat(relay.stop()).isZero();
        }
    }

    /** Does not wait for one to be taken. */
    private void open(int port) throws IOException {
        for (int i = 0; i < FLOOD; i++) {
            SocketChannel channel = SocketChannel.open();
            channel.configureBlocking(false);
            channel.connect(new InetSocketAddress("127.0.0.1", port));
            flood.add(channel);
        }
    }

    private static long descriptors(RelayProcess relay) throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc", String.valueOf(relay.pid()), "fd"))) {
            return open.count();
        }
    }
}
