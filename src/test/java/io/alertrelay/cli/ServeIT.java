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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code relay serve} as a service manager handles it. */
class ServeIT {
    private static final Duration SOON = Duration.ofSeconds(60);

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
            relay.client().post(TestConfig.SHARED_KEY, Bodies.firing("支付失败", "Critical", "payments"));
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

    private static String version(RelayProcess relay) {
        return relay.client().health().path("config").path("version").asText();
    }
}
