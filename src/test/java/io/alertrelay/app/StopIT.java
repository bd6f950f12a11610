package io.alertrelay.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.sandbox.Sandbox;
import io.alertrelay.testing.FreePorts;
import io.alertrelay.testing.RelayProcess;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A relay of many channels that is told to stop: in order, soon, and without a word of complaint. */
class StopIT {
    private static final int CHANNELS = 50;
    /** What {@code serve} gives itself; it takes two or three seconds of it on a machine that does nothing else. */
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(14);

    private static final List<Integer> PORTS = FreePorts.take(3);

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void closeVertx() {
        vertx.close();
    }

    @Test
    void fiftyChannelsStopInOrderWithoutAWarning() throws Exception {
        try (Sandbox flashduty = Sandbox.start(vertx, 0, Clock.systemUTC());
                RelayProcess relay = RelayProcess.start(config(flashduty), PORTS.get(0), PORTS.get(1), log(), "1g")) {
            await().atMost(Duration.ofMinutes(5))
                    .until(() -> relay.client().health().path("status").asText().equals("up"));
            long before = System.nanoTime();
            // Whoever is in a hurry sends it again.
            relay.signal("TERM");
            relay.signal("TERM");
            int exit = relay.stop();

            assertThat(exit).isZero();
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(STOP_DEADLINE);
            String stop = relay.log().substring(relay.log().indexOf("stopping"));
            assertThat(stop).contains("stopped").doesNotContain(" WARN ", " ERROR ", "Exception");
        }
    }

    @Test
    void aSignalDuringTheStartEndsItWithoutAWarning() throws Exception {
        try (Sandbox flashduty = Sandbox.start(vertx, 0, Clock.systemUTC())) {
            Process starting = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            "io.alertrelay.cli.Main",
                            "serve",
                            "--config",
                            config(flashduty).toString())
                    .redirectErrorStream(true)
                    .redirectOutput(log().toFile())
                    .start();
            try {
                await().atMost(Duration.ofMinutes(2))
                        .until(() -> Files.readString(log()).contains("starting Kafka"));

                starting.destroy();

                assertThat(starting.waitFor(1, TimeUnit.MINUTES)).isTrue();
                assertThat(starting.exitValue()).isZero();
                assertThat(Files.readString(log()))
                        .contains("stopped before it had started")
                        .doesNotContain(" WARN ", " ERROR ", "Exception");
            } finally {
                starting.destroyForcibly();
            }
        }
    }

    @Test
    void aStartThatFailsEndsWithOne() throws Exception {
        try (Sandbox flashduty = Sandbox.start(vertx, 0, Clock.systemUTC());
                ServerSocket taken = new ServerSocket(PORTS.get(2), 1, InetAddress.getLoopbackAddress())) {
            Process failing = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            "io.alertrelay.cli.Main",
                            "serve",
                            "--config",
                            config(flashduty).toString())
                    .redirectErrorStream(true)
                    .redirectOutput(log().toFile())
                    .start();
            try {
                assertThat(failing.waitFor(2, TimeUnit.MINUTES)).isTrue();
                assertThat(failing.exitValue()).isEqualTo(1);
                assertThat(Files.readString(log())).contains("127.0.0.1:" + taken.getLocalPort());
            } finally {
                failing.destroyForcibly();
            }
        }
    }

    private Path log() {
        return folder.resolve("log");
    }

    private Path config(Sandbox flashduty) throws Exception {
        String channels = IntStream.range(0, CHANNELS)
                .mapToObj(n ->
                        "  - { name: c%d, push_url: \"http://127.0.0.1:%d/event/push/alert/standard?integration_key=c%d\" }"
                                .formatted(n, flashduty.port(), n))
                .collect(Collectors.joining("\n"));
        return Files.writeString(
                folder.resolve("relay.yaml"), """
                kafka: { brokers: embedded, data: ./data, port: %d }
                server: { host: 127.0.0.1, port: %d }
                management: { port: %d }
                integrations:
                  - { name: arms, key: a-key-of-this-test, channel: c0 }
                channels:
                %s
                """.formatted(PORTS.get(2), PORTS.get(0), PORTS.get(1), channels));
    }
}
