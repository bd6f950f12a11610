package io.alertrelay.golden;

import static io.alertrelay.testing.Bodies.firing;
import static io.alertrelay.testing.Bodies.resolved;
import static io.alertrelay.testing.TestConfig.SHARED_KEY;
import static io.alertrelay.testing.TestConfig.pushKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.kafka.TopicNames;
import io.alertrelay.sandbox.Sandbox;
import io.alertrelay.testing.FreePorts;
import io.alertrelay.testing.RelayProcess;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A relay that is updated goes on, on the data folder of the one before, where that one stopped. */
@Tag("long")
class OldDataFolderIT {
    private static final Duration SOON = Duration.ofMinutes(2);

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final TopicNames names = new TopicNames("alert-relay.");
    private Sandbox flashduty;
    private OldRelay relay;

    @BeforeEach
    void begin() throws Exception {
        flashduty = Sandbox.start(vertx, 0, Clock.systemUTC());
        relay = new OldRelay(folder, FreePorts.take(3), flashduty.port());
        GoldenRecords.unpack(relay.data());
    }

    @AfterEach
    void end() {
        flashduty.close();
        vertx.close();
    }

    @Test
    void whatWaitedIsSentRecoveriesFollowTheirFiringsAndTheBooksAreInOrder() throws Exception {
        try (RelayProcess process = relay.start()) {
            await().atMost(SOON).until(() -> bodies("platform").size() >= 2);
            assertThat(waited()).containsAll(bodies("platform"));

            // By the rules as they are now it would go to the default channel.
            process.client().postPatiently(SHARED_KEY, resolved("open", "Critical", "search"));
            await().atMost(SOON).until(() -> bodies("platform").size() >= 3);
            process.client().postPatiently(SHARED_KEY, firing("new", "Critical", "platform"));
            await().atMost(SOON).until(() -> bodies("platform").size() >= 4);
            assertThat(bodies("night")).isEmpty();
            await().atMost(SOON).untilAsserted(() -> assertThat(run("audit")).startsWith("exit 0"));

            assertThat(run("dead-letters", "list")).contains("No dead letter waits for a decision");
            assertThat(run("quarantine", "list", "--all")).contains("alerts: expected an array");
            assertThat(run("replay", "list")).contains("done");
            assertThat(run("routes", "list")).contains("a8aff151e8d4");
        }
    }

    private List<String> bodies(String channel) {
        return flashduty.received(pushKey(channel)).stream()
                .map(received -> new String(received.body(), StandardCharsets.UTF_8))
                .toList();
    }

    private List<String> waited() {
        return GoldenRecords.ofFolder(names.channel("platform")).stream()
                .map(record -> new String(record.stored().value(), StandardCharsets.UTF_8))
                .toList();
    }

    private String run(String... words) throws Exception {
        return relay.run(words);
    }
}
