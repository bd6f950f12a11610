package io.alertrelay.app;

import static io.alertrelay.testing.TestConfig.DEDICATED_KEY;
import static io.alertrelay.testing.TestConfig.pushKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.sandbox.Sandbox;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.FreePorts;
import io.alertrelay.testing.RelayProcess;
import io.alertrelay.testing.TestConfig;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A relay whose process may open few files: its embedded broker would not survive that they are used up. */
@Tag("timed")
class FewDescriptorsIT {
    private static final int DESCRIPTORS = 700;

    @TempDir
    private Path folder;

    @Test
    void aReloadThatAddsMoreChannelsThanThereAreFilesForIsRefusedAndTheRelayGoesOn() throws Exception {
        Vertx vertx = Vertx.vertx();
        List<Integer> ports = FreePorts.take(3);
        try (Sandbox flashduty = Sandbox.start(vertx, 0, Clock.systemUTC())) {
            String kafka = "{ brokers: embedded, data: data, port: %d }".formatted(ports.get(2));
            String yaml = TestConfig.yaml(kafka, ports.get(0), ports.get(1), flashduty.port(), "");
            Path config = Files.writeString(folder.resolve("relay.yaml"), yaml);
            try (RelayProcess relay = RelayProcess.startWithin(
                    DESCRIPTORS, config, ports.get(0), ports.get(1), folder.resolve("log"), "512m")) {
                String more = IntStream.range(0, 30)
                        .mapToObj(i -> "  - { name: c" + i + ", push_url: \"http://127.0.0.1:1/p?integration_key=k" + i
                                + "\" }\n")
                        .collect(Collectors.joining());
                Files.writeString(config, yaml.replaceFirst("(?m)^channels:\n", "channels:\n" + more));

                String answer = relay.client().manage("reload", "").body();

                assertThat(answer).contains("33 channels", "LimitNOFILE");
                assertThat(relay.client().health().path("channels")).hasSize(3);
                relay.client().postUntilTaken(DEDICATED_KEY, Bodies.firing("after", "info", "x"));
                await().atMost(Duration.ofMinutes(2))
                        .until(() -> flashduty.accepted(pushKey("payments")).size() == 1);
            }
        } finally {
            vertx.close();
        }
    }
}
