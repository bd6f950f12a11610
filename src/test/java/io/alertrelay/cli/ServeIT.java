package io.alertrelay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.FreePorts;
import io.alertrelay.testing.RelayProcess;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.testing.TestConfig;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code relay serve} as a service manager handles it. */
class ServeIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    /** The bytes that a pipe of Linux holds. */
    private static final int PIPE = 64 << 10;

    @TempDir
    private Path folder;

    private final List<Integer> ports = FreePorts.take(2);
    private Path config;
    private String yaml;

    @BeforeEach
    void configure() throws Exception {
        String kafka = SharedBroker.asConfigured(SharedBroker.newPrefix());
        yaml = TestConfig.yaml(kafka, ports.get(0), ports.get(1), 1, "");
        config = Files.writeString(folder.resolve("relay.yaml"), yaml);
    }

    @Test
    void onSighupTheFilesAreReadAgainAndAMistakeInThemChangesNothing() throws Exception {
        try (RelayProcess relay = RelayProcess.start(
                config, ports.get(0), ports.get(1), folder.resolve("relay.log"), "512m", "--no-watch")) {
            String before = version(relay);

            Files.writeString(config, yaml.replace("channels: [platform]", "channels: [oncall]"));
            relay.signal("HUP");
            await().atMost(SOON).until(() -> !version(relay).equals(before));
            String after = version(relay);

            Files.writeString(config, yaml.replace("channels: [platform]", "channels: [nowhere]"));
            relay.signal("HUP");
            await().atMost(SOON)
                    .until(() -> relay.client()
                            .health()
                            .path("config")
                            .path("error")
                            .asText()
                            .contains("nowhere"));
            assertThat(version(relay)).isEqualTo(after);
            assertThat(relay.log()).contains("SIGHUP");
        }
    }

    @Test
    void everyLineOfALogInJsonIsAnObjectThatSaysWhatItIsAbout() throws Exception {
        List<JsonNode> lines = new ArrayList<>();
        try (RelayProcess relay = RelayProcess.start(
                config,
                ports.get(0),
                ports.get(1),
                folder.resolve("relay.log"),
                "512m",
                "--log-format",
                "json",
                "--log-level",
                "org.apache.camel=info")) {
            relay.client().postPatiently(TestConfig.SHARED_KEY, Bodies.firing("支付失败", "Critical", "payments"));
            await().atMost(SOON).until(() -> relay.log().contains("\"routed\""));
            relay.stop();
            for (String line : relay.log().split("\n")) {
                lines.add(new ObjectMapper().readTree(line));
            }
        }

        assertThat(lines)
                .allSatisfy(line -> assertThat(line.path("message").asText())
                        .as(line.toString())
                        .isNotEmpty());
        assertThat(lines)
                .anySatisfy(line -> {
                    assertThat(line.path("event").asText()).isEqualTo("routed");
                    assertThat(line.path("integration").asText()).isEqualTo("arms-shared");
                    assertThat(line.path("channel").asText()).contains("payments");
                    assertThat(line.path("receipt").asText()).startsWith("w");
                })
                .anySatisfy(line -> assertThat(line.path("logger").asText()).startsWith("org.apache.camel"));
    }

    @Test
    void aLogThatNobodyReadsHoldsUpNothingAndIsReportedAndTheLinesAreThereLater() throws Exception {
        Path log = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", log.toString()).start().waitFor())
                .isZero();
        try (RandomAccessFile pipe = new RandomAccessFile(log.toFile(), "rw")) {
            pipe.write(new byte[PIPE]);
            try (RelayProcess relay = RelayProcess.start(config, ports.get(0), ports.get(1), log)) {
                relay.client().postUntilTaken(TestConfig.SHARED_KEY, Bodies.firing("unread", "Critical", "payments"));
                await().atMost(SOON)
                        .until(() -> relay.client()
                                        .channel("payments")
                                        .path("waiting")
                                        .asInt()
                                == 1);
                await().atMost(SOON).until(() -> problems(relay).contains("standard output, which is not read"));

                CompletableFuture<String> read = CompletableFuture.supplyAsync(() -> readUpTo("routed w", pipe));

                assertThat(read.get(SOON.toSeconds(), TimeUnit.SECONDS)).contains("routes running", "\"unread\"");
                await().atMost(SOON).until(() -> !problems(relay).contains("standard output"));
                assertThat(relay.stop()).isZero();
            }
        }
    }

    private static String problems(RelayProcess relay) {
        return relay.client().health().path("problems").toString();
    }

    private static String readUpTo(String last, RandomAccessFile pipe) {
        try {
            StringBuilder text = new StringBuilder();
            byte[] some = new byte[PIPE];
            while (text.indexOf(last) < 0) {
                text.append(new String(some, 0, pipe.read(some), StandardCharsets.UTF_8));
            }
            return text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String version(RelayProcess relay) {
        return relay.client().health().path("config").path("version").asText();
    }
}
