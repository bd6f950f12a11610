package io.alertrelay.app;

import static io.alertrelay.testing.Bodies.alert;
import static io.alertrelay.testing.Bodies.body;
import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.pipeline.Pipelines;
import io.alertrelay.pipeline.Rerouter;
import io.alertrelay.pipeline.Rerouter.Remade;
import io.alertrelay.record.WebhookRecord;
import io.alertrelay.testing.TestConfig;
import io.alertrelay.testing.WebhookReceipts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a replay sends of a webhook. */
class RerouterTest {
    @TempDir
    private Path folder;

    private Rerouter rerouter;

    @BeforeEach
    void configure() throws Exception {
        String yaml = TestConfig.yaml("{ brokers: embedded, data: ./data }", 8080, 8081, 8082, "");
        rerouter = new Pipelines(TestConfig.load(yaml, folder)).rerouter();
    }

    @Test
    void ofTheAlertsThatAreWantedEachIsMadeAgainAndNoOther() throws Exception {
        Map<Integer, Remade> remade = rerouter.remake(webhook(), Set.of(0, 1, 3, 7), "payments");

        assertThat(remade.keySet()).containsExactlyInAnyOrder(0, 3);
        assertThat(new String(remade.get(3).event(), StandardCharsets.UTF_8)).contains("third", "Critical");
        assertThat(remade.get(0).alert().key())
                .isNotEqualTo(remade.get(3).alert().key());
    }

    @Test
    void aChannelThatIsNotConfiguredGetsNothing() throws Exception {
        assertThat(rerouter.remake(webhook(), Set.of(0, 3), "nobody")).isEmpty();
    }

    private static WebhookRecord webhook() {
        String body = body(
                "firing",
                alert("firing", "first", "Warning", "x"),
                "{\"status\":\"suppressed\",\"labels\":{}}",
                alert("firing", "second", "Warning", "x"),
                alert("firing", "third", "Critical", "x"));
        return WebhookReceipts.stored(
                WebhookReceipts.webhook("w0-0-abcdefghijklmnop"),
                "arms-shared",
                Instant.parse("2026-11-22T02:00:00Z"),
                body);
    }
}
