package io.alertrelay.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.sandbox.Fault;
import io.alertrelay.sandbox.Sandbox;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.FreePorts;
import io.alertrelay.testing.PackedRelay;
import io.alertrelay.testing.PlainBroker;
import io.alertrelay.testing.RelayProcess;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A relay of many channels that is told to stop: in order, soon, and without a word of complaint. */
@Tag("timed")
class StopIT {
    private static final int CHANNELS = 50;
    /** Enough where the stop does not depend on how many there are. */
    private static final int FEW = 4;

    /**
     * What {@code serve} gives itself is 14 s; it takes two or three of it on a machine that does nothing else, and
     * five more where it waits for requests that hang. The rest is for machines that do other things.
     */
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(20);

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String ONE_BROKER = "{ brokers: \"127.0.0.1:%d\", replication: 1, min_insync_replicas: 1 }";

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
                RelayProcess relay = start(config(flashduty))) {
            assertThat(stop(relay)).doesNotContain(" WARN ", " ERROR ", "Exception");
        }
    }

    @Test
    void aFlashdutyThatHangsForAllOfThemHoldsUpNoStop() throws Exception {
        try (Sandbox flashduty = Sandbox.start(vertx, 0, Clock.systemUTC());
                RelayProcess relay = start(config(flashduty))) {
            hangEverywhere(flashduty, relay);

            // Camel says so when it gives up waiting for a route.
            assertThat(stop(relay)).doesNotContain(" ERROR ", "\tat ", "Timeout occurred", "Interrupted");
        }
    }

    @Test
    void aReloadThatIsUnderWayBeginsNoChannelOnceTheRelayStops() throws Exception {
        try (Sandbox flashduty = Sandbox.start(vertx, 0, Clock.systemUTC());
                RelayProcess relay = start(config(flashduty))) {
            hangEverywhere(flashduty, relay);
            String before = version(relay);
            Path config = folder.resolve("relay.yaml");
            Files.writeString(config, Files.readString(config).replace("push_url:", "timeout: 60s, push_url:"));
            relay.signal("HUP");
            // The new configuration is in force, and its channels are to be begun when the old ones have ended.
            await().atMost(PATIENCE).until(() -> !version(relay).equals(before));

            assertThat(stop(relay))
                    .doesNotContain("\tat ", "could not be changed", "failed inside the relay", "Exception:");
        }
    }

    private static String version(RelayProcess relay) throws Exception {
        return relay.client().health().at("/config/version").asText();
    }

    @Test
    void aKafkaThatIsAwayHoldsUpNoStop() throws Exception {
        try (Sandbox flashduty = Sandbox.start(vertx, 0, Clock.systemUTC());
                PlainBroker broker = PlainBroker.start(folder.resolve("broker"), PORTS.get(2));
                RelayProcess relay = start(config(flashduty, FEW, ONE_BROKER.formatted(PORTS.get(2))))) {
            broker.close();
            await().atMost(PATIENCE)
                    .until(() -> relay.client().health().path("status").asText().equals("down"));

            assertThat(stop(relay)).doesNotContain(" ERROR ", "\tat ");
        }
    }

    /** Each channel has a request that is not answered. */
    private static void hangEverywhere(Sandbox flashduty, RelayProcess relay) throws Exception {
        IntStream.range(0, CHANNELS).forEach(n -> flashduty.faultAlways("c" + n, new Fault.Hang()));
        assertThat(relay.client()
                        .postPatiently("a-key-of-this-test", Bodies.firing("hangs", "critical", "x"))
                        .statusCode())
                .isEqualTo(200);
        await().atMost(PATIENCE)
                .until(() -> IntStream.range(0, CHANNELS)
                        .noneMatch(n -> flashduty.received("c" + n).isEmpty()));
    }

    private RelayProcess start(Path config) throws IOException {
        RelayProcess relay = RelayProcess.start(config, PORTS.get(0), PORTS.get(1), log());
        await().atMost(PATIENCE)
                .until(() -> relay.client().health().path("status").asText().equals("up"));
        return relay;
    }

    /** Sends SIGTERM, and returns what is logged until it has ended, in time and with 0. */
    private static String stop(RelayProcess relay) throws Exception {
        long before = System.nanoTime();
        // Whoever is in a hurry sends it again.
        relay.signal("TERM");
        relay.signal("TERM");
        int exit = relay.stop();

        Duration lasted = Duration.ofNanos(System.nanoTime() - before);
        String stop = relay.log().substring(relay.log().indexOf("stopping"));
        assertThat(exit).isZero();
        assertThat(lasted).as(stop).isLessThan(STOP_DEADLINE);
        assertThat(stop).contains("stopped");
        return stop;
    }

    @Test
    void aSignalDuringTheStartEndsItWithoutAWarning() throws Exception {
        try (Sandbox flashduty = Sandbox.start(vertx, 0, Clock.systemUTC())) {
            Process starting = serve(config(flashduty, FEW));
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
    void aSignalWhenTheStartDeliversAlreadyIsAStopInOrder() throws Exception {
        try (Sandbox flashduty = Sandbox.start(vertx, 0, Clock.systemUTC())) {
            Process starting = serve(config(flashduty, FEW));
            try {
                await().pollInterval(Duration.ofMillis(10))
                        .atMost(Duration.ofMinutes(2))
                        .until(() -> Files.readString(log()).contains("routes running"));

                starting.destroy();

                assertThat(starting.waitFor(1, TimeUnit.MINUTES)).isTrue();
                assertThat(starting.exitValue()).isZero();
                assertThat(Files.readString(log()))
                        .contains("stopping: no new webhooks", "INFO  relay - stopped\n")
                        .doesNotContain("stopped before", " ERROR ", "\tat ");
            } finally {
                starting.destroyForcibly();
            }
        }
    }

    @Test
    void aHangupDuringTheStartIsAReloadAfterIt() throws Exception {
        try (Sandbox flashduty = Sandbox.start(vertx, 0, Clock.systemUTC());
                RelayProcess relay = RelayProcess.start(config(flashduty, FEW), PORTS.get(0), PORTS.get(1), log())) {
            await().atMost(Duration.ofMinutes(2)).until(() -> relay.log().contains("starting Kafka"));

            relay.signal("HUP");

            await().atMost(PATIENCE).until(() -> relay.log().contains("configuration read again (SIGHUP)"));
        }
    }

    @Test
    void aStartThatFailsEndsWithOne() throws Exception {
        try (Sandbox flashduty = Sandbox.start(vertx, 0, Clock.systemUTC());
                ServerSocket taken = new ServerSocket(PORTS.get(2), 1, InetAddress.getLoopbackAddress())) {
            Process failing = serve(config(flashduty, FEW));
            try {
                assertThat(failing.waitFor(2, TimeUnit.MINUTES)).isTrue();
                assertThat(failing.exitValue()).isEqualTo(1);
                assertThat(Files.readString(log())).contains("127.0.0.1:" + taken.getLocalPort());
            } finally {
                failing.destroyForcibly();
            }
        }
    }

    private Process serve(Path config) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(PackedRelay.program("io.alertrelay.Main"));
        command.addAll(List.of("serve", "--config", config.toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log().toFile())
                .start();
    }

    private Path log() {
        return folder.resolve("log");
    }

    private Path config(Sandbox flashduty) throws Exception {
        return config(flashduty, CHANNELS);
    }

    private Path config(Sandbox flashduty, int channelCount) throws Exception {
        return config(flashduty, channelCount, "{ brokers: embedded, data: ./data, port: %d }".formatted(PORTS.get(2)));
    }

    private Path config(Sandbox flashduty, int channelCount, String kafka) throws Exception {
        String channels = IntStream.range(0, channelCount)
                .mapToObj(n ->
                        "  - { name: c%d, push_url: \"http://127.0.0.1:%d/event/push/alert/standard?integration_key=c%d\" }"
                                .formatted(n, flashduty.port(), n))
                .collect(Collectors.joining("\n"));
        String names = IntStream.range(0, channelCount).mapToObj(n -> "c" + n).collect(Collectors.joining(", "));
        return Files.writeString(
                folder.resolve("relay.yaml"), """
                kafka: %s
                server: { host: 127.0.0.1, port: %d, sender_patience: 2m }
                management: { port: %d }
                integrations:
                  - { name: arms, key: a-key-of-this-test, routes: { default: { channels: [%s] } } }
                channels:
                %s
                """.formatted(kafka, PORTS.get(0), PORTS.get(1), names, channels));
    }
}
