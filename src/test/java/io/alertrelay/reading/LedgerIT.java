package io.alertrelay.reading;

import static io.alertrelay.testing.TestConfig.DEDICATED_KEY;
import static io.alertrelay.testing.TestConfig.SHARED_KEY;
import static io.alertrelay.testing.TestConfig.pushKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alertrelay.app.App;
import io.alertrelay.audit.AuditReport;
import io.alertrelay.audit.AuditRun;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.explain.AlertExplanation;
import io.alertrelay.explain.PastDecision;
import io.alertrelay.explain.PastWebhook;
import io.alertrelay.explain.PastWebhooks;
import io.alertrelay.rulesets.KeptRules;
import io.alertrelay.rulesets.KeptVersion;
import io.alertrelay.sandbox.Sandbox;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.FreePorts;
import io.alertrelay.testing.RelayClient;
import io.alertrelay.testing.TestConfig;
import io.alertrelay.trail.Trail;
import io.alertrelay.trail.Trails;
import io.alertrelay.trail.WebhookPart;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
    void theApiShowsTheTrailOfARequestIdAndSaysWhatIsWrongWithOne() throws Exception {
        String receipt =
                RelayClient.requestId(relay.postPatiently(SHARED_KEY, Bodies.firing("磁盘满", "critical", "payments")));
        String refused = RelayClient.requestId(relay.postPatiently(SHARED_KEY, "{\"alerts\":[]}"));
        await().until(() -> received() == 2);
        await().until(() -> api("receipts/" + receipt).body().split("\"delivered\"").length == 3);

        JsonNode trail = json(api("receipts/" + receipt));
        assertThat(trail.at("/accepted/integration").asText()).isEqualTo("arms-shared");
        assertThat(trail.path("routed").asBoolean()).isTrue();
        assertThat(trail.at("/alerts/0/title").asText()).isEqualTo("磁盘满");
        assertThat(trail.at("/alerts/0/severity").asText()).isEqualTo("Critical");
        assertThat(trail.at("/alerts/0/deliveries").findValuesAsText("channel"))
                .containsExactlyInAnyOrder("payments", "platform");
        assertThat(trail.at("/alerts/0/deliveries/0/attempts").asInt()).isEqualTo(1);

        JsonNode quarantined = json(api("receipts/" + refused));
        assertThat(quarantined.path("quarantined").asText()).contains("alerts");
        assertThat(quarantined.path("alerts")).isEmpty();

        String otherNonce = receipt.substring(0, receipt.lastIndexOf('-')) + "-0123456789abcdef";
        assertError("receipts/" + otherNonce, 404, "UnknownRequestId");
        assertError("receipts/w0-999999-0123456789abcdef", 404, "UnknownRequestId");
        assertError("receipts/w77-0-0123456789abcdef", 404, "UnknownRequestId");
        assertError("receipts/q0-0-0123456789abcdef", 404, "UnknownRequestId");
        assertError("receipts/nonsense", 400, "InvalidRequestId");
        assertError("receipts/7k3m9qxr2ztc5vbn", 404, "RefusedRequest");
        assertError("webhooks/7k3m9qxr2ztc5vbn", 404, "RefusedRequest");
        assertError("receipts", 400, "InvalidRequestId");
        assertError("elsewhere", 404, "NotFound");
        assertThat(json(api("status")).path("channels")).hasSize(3);
    }

    @Test
    void whatIsExplainedOfAReceiptIsHowItWasRoutedAndItsRulesAreKept() throws Exception {
        List<String> receipts = new ArrayList<>();
        for (String team : List.of("payments", "platform", "nobody")) {
            receipts.add(RelayClient.requestId(relay.postPatiently(
                    SHARED_KEY,
                    Bodies.body(
                            "firing",
                            Bodies.alert("firing", "a" + team, "critical", team),
                            Bodies.alert("firing", "b" + team, "warning", team)))));
        }
        receipts.add(RelayClient.requestId(relay.postPatiently(DEDICATED_KEY, Bodies.firing("a", "info", "x"))));
        await().atMost(Duration.ofSeconds(60)).until(() -> received() == 8);

        try (Ledger ledger = Ledger.open(config, what -> {})) {
            List<String> kept = KeptRules.of(ledger).all().stream()
                    .map(KeptVersion::version)
                    .toList();
            for (String receipt : receipts) {
                PastWebhook past = new PastWebhooks(ledger)
                        .explain(WebhookPart.parse(receipt).orElseThrow())
                        .orElseThrow();
                for (AlertExplanation one : past.alerts()) {
                    PastDecision then = past.then(one.index()).orElseThrow();
                    assertThat(then.channels())
                            .containsExactlyInAnyOrderElementsOf(
                                    one.explanation().decision().channels());
                    assertThat(then.why())
                            .isEqualTo(one.explanation().decision().why());
                    assertThat(then.differs(one.explanation().decision())).isFalse();
                    assertThat(kept).contains(then.rules());
                }
            }
        }
    }

    @Test
    void ofAWebhookOneAlertIsToldByItself() throws Exception {
        String receipt = RelayClient.requestId(relay.postPatiently(
                DEDICATED_KEY,
                Bodies.body(
                        "firing", Bodies.alert("firing", "a", "info", "x"), Bodies.alert("firing", "b", "info", "x"))));
        await().atMost(Duration.ofSeconds(60)).until(() -> received() == 2);

        JsonNode explained =
                relay.management("/api/v1/webhooks/" + receipt + "/1").path("explained");
        assertThat(explained.path("alerts")).hasSize(1);
        assertThat(explained.at("/alerts/0/index").asInt()).isEqualTo(1);
        assertThat(explained.at("/alerts/0/then/channels")).hasSize(1);
        JsonNode trail = relay.management("/api/v1/receipts/" + receipt + "/1");
        assertThat(trail.path("alerts")).hasSize(1);
        assertThat(trail.at("/alerts/0/index").asInt()).isEqualTo(1);
        assertThat(trail.at("/alerts/0/deliveries")).hasSize(1);
        assertThat(relay.management("/api/v1/receipts/" + receipt + "/2")
                        .at("/error/code")
                        .asText())
                .isEqualTo("UnknownRequestId");
        assertError("webhooks/" + receipt + "/2", 404, "UnknownAlert");
        assertThat(relay.management("/api/v1/receipts/" + receipt).path("alerts"))
                .hasSize(2);
        assertThat(relay.management("/api/v1/webhooks/" + receipt).at("/explained/alerts"))
                .hasSize(2);
    }

    @Test
    void ofTimesThatNoWebhookCanHaveNoneAreCounted() throws Exception {
        assertError("webhooks/count/-999999999-01-01T00:00:00Z/2026-01-01T00:00:00Z", 400, "InvalidParameter");
        assertError("webhooks/count/2026-01-02T00:00:00Z/2026-01-01T00:00:00Z", 400, "InvalidParameter");
        assertError("webhooks/count/2026-01-02T00:00:00Z", 400, "InvalidParameter");
        assertError("alerts?from=-1000000000-01-01T00:00:00Z", 400, "InvalidParameter");
        assertThat(json(api("webhooks/count/2026-01-01T00:00:00Z/9999-01-01T00:00:00Z"))
                        .path("webhooks"))
                .hasSize(96);
    }

    @Test
    void theApiExplainsWhatIsPosted() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + app.managementPort() + "/api/v1/explain"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"integration\":\"arms-shared\",\"labels\":{\"team\":\"payments\"}}"))
                .build();

        HttpResponse<String> answer = relay.send(request);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).at("/alerts/0/channels/0").asText()).isEqualTo("payments");
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

    private HttpResponse<String> api(String path) throws Exception {
        return relay.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + app.managementPort() + "/api/v1/" + path))
                        .build());
    }

    private void assertError(String path, int status, String code) throws Exception {
        HttpResponse<String> answer = api(path);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(json(answer).at("/error/code").asText()).isEqualTo(code);
        assertThat(json(answer).at("/error/message").asText()).isNotBlank();
    }

    private static JsonNode json(HttpResponse<String> response) throws Exception {
        return new ObjectMapper().readTree(response.body());
    }
}
