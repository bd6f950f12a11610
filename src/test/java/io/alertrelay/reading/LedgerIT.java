package io.alertrelay.reading;

import static io.alertrelay.testing.TestConfig.DEDICATED_KEY;
import static io.alertrelay.testing.TestConfig.SHARED_KEY;
import static io.alertrelay.testing.TestConfig.pushKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.app.App;
import io.alertrelay.audit.AuditReport;
import io.alertrelay.audit.AuditRun;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.sandbox.Sandbox;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.FreePorts;
import io.alertrelay.testing.RelayClient;
import io.alertrelay.testing.TestConfig;
import io.alertrelay.trail.Trail;
import io.alertrelay.trail.Trails;
import io.alertrelay.trail.WebhookPart;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ledger of a whole relay, with its embedded broker, while it works and after it stopped. */
class LedgerIT {
    private static final int AT_LEAST = 500;
    private static final AuditProgress SILENT = (topic, read, total) -> {};

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private Sandbox flashduty;
    private RelayConfig config;
    private App app;
    private RelayClient relay;

    @BeforeEach
    void start() throws Exception {
        flashduty = Sandbox.start(vertx, 0, Clock.systemUTC());
        List<Integer> ports = FreePorts.take(3);
        String kafka = "{ brokers: embedded, data: \"%s\", port: %d }".formatted(folder.resolve("data"), ports.get(0));
        config = TestConfig.load(TestConfig.yaml(kafka, ports.get(1), ports.get(2), flashduty.port(), ""), folder);
        app = App.start(config, what -> {}, (status, reason) -> {});
        relay = new RelayClient(app.port(), app.managementPort());
    }

    @AfterEach
    void stop() {
        app.close();
        flashduty.close();
        vertx.close();
    }

    @Test
    void auditsOfARelayAtWorkNeverRaiseAFalseAlarmAndInTheEndCountWhatArrived() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        CompletableFuture<Integer> posts = CompletableFuture.supplyAsync(() -> post(enough));
        try (Ledger ledger = Ledger.open(config, what -> {})) {
            for (int audits = 0; audits < 4 || !posts.isDone(); audits++) {
                AuditReport report = AuditRun.of(ledger, Scope.ALL, SILENT);
                assertThat(report.findings()).isEmpty();
                enough.set(audits >= 3);
            }
            int count = posts.join();
            await().atMost(Duration.ofSeconds(60))
                    .until(() ->
                            AuditRun.of(ledger, Scope.ALL, SILENT).deliveries().pending() == 0);

            AuditReport end = AuditRun.of(ledger, Scope.ALL, SILENT);

            assertThat(end.clean()).isTrue();
            assertThat(end.webhooks().accepted()).isGreaterThanOrEqualTo(count);
            assertThat(end.alerts()).isEqualTo(2 * end.webhooks().accepted());
            assertThat(end.webhooks().notRoutedYet()).isZero();
            // An alert repeats itself in them: on a busy machine what waits behind the same state is superseded.
            assertThat(end.deliveries().delivered()
                            + end.deliveries().superseded().values().stream()
                                    .mapToLong(Long::longValue)
                                    .sum())
                    .isEqualTo(end.deliveries().due());
            assertThat(end.deliveries().delivered()).isEqualTo(received());
            Instant now = Instant.now();
            assertThat(AuditRun.of(ledger, new Scope(Optional.of(now), Optional.empty()), SILENT)
                            .webhooks()
                            .accepted())
                    .isZero();
        }
    }

    @Test
    void theTopicsOfARelayThatIsStoppedCanBeRead() throws Exception {
        String receipt = RelayClient.requestId(relay.postPatiently(DEDICATED_KEY, Bodies.firing("a", "info", "x")));
        await().until(() -> received() == 1);
        app.close();

        try (Ledger ledger = Ledger.open(config, what -> {})) {
            assertThat(AuditRun.of(ledger, Scope.ALL, SILENT).deliveries().delivered())
                    .isEqualTo(1);
            Trail trail = Trails.find(ledger, WebhookPart.parse(receipt).orElseThrow())
                    .orElseThrow();
            assertThat(trail.alerts().get(0).deliveries().get(0).end()).isInstanceOf(Trail.End.Settled.class);
        }
        try (Ledger again = Ledger.open(config, what -> {})) {
            assertThat(AuditRun.of(again, Scope.ALL, SILENT).clean()).isTrue();
        }
    }

    /** As long as that is wanted; how many. */
    private int post(AtomicBoolean enough) {
        String[] teams = {"payments", "platform", "nobody"};
        int count = 0;
        for (int i = 0; i < AT_LEAST || !enough.get(); i++) {
            String body = Bodies.body(
                    "firing",
                    Bodies.alert("firing", "a" + i % 50, "critical", teams[i % 3]),
                    Bodies.alert("resolved", "b" + i % 70, "warning", teams[i % 2]));
            assertThat(relay.postPatiently(SHARED_KEY, body).statusCode()).isEqualTo(200);
            count++;
        }
        return count;
    }

    private long received() {
        return flashduty.received(pushKey("payments")).size()
                + flashduty.received(pushKey("platform")).size()
                + flashduty.received(pushKey("oncall")).size();
    }
}
