package io.alertrelay.reading;

import static io.alertrelay.testing.TestConfig.DEDICATED_KEY;
import static io.alertrelay.testing.TestConfig.SHARED_KEY;
import static io.alertrelay.testing.TestConfig.pushKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alertrelay.app.App;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.explain.AlertExplanation;
import io.alertrelay.explain.PastDecision;
import io.alertrelay.explain.PastWebhook;
import io.alertrelay.explain.PastWebhooks;
import io.alertrelay.rulesets.KeptRules;
import io.alertrelay.rulesets.KeptVersion;
import io.alertrelay.sandbox.Sandbox;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.RelayClient;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.testing.TestConfig;
import io.alertrelay.trail.WebhookPart;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a relay at work answers of the webhooks that it has stored: one relay for all, and each test its own webhooks. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PastWebhooksIT {
    private final Vertx vertx = Vertx.vertx();
    private Sandbox flashduty;
    private RelayConfig config;
    private App app;
    private RelayClient relay;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        flashduty = Sandbox.start(vertx, 0, Clock.systemUTC());
        String kafka = SharedBroker.asConfigured(SharedBroker.newPrefix());
        config = TestConfig.load(TestConfig.yaml(kafka, 0, 0, flashduty.port(), ""), folder);
        app = App.start(config, what -> {}, (status, reason) -> {});
        relay = new RelayClient(app.port(), app.managementPort());
    }

    @AfterAll
    void stop() {
        app.close();
        flashduty.close();
        vertx.close();
    }

    @Test
    void theApiShowsTheTrailOfARequestIdAndSaysWhatIsWrongWithOne() throws Exception {
        String receipt =
                RelayClient.requestId(relay.postPatiently(SHARED_KEY, Bodies.firing("磁盘满", "critical", "payments")));
        String refused = RelayClient.requestId(relay.postPatiently(SHARED_KEY, "{\"alerts\":[]}"));
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
        long before = received();
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
        await().atMost(Duration.ofSeconds(60)).until(() -> received() == before + 8);

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
        long before = received();
        String receipt = RelayClient.requestId(relay.postPatiently(
                DEDICATED_KEY,
                Bodies.body(
                        "firing", Bodies.alert("firing", "a", "info", "x"), Bodies.alert("firing", "b", "info", "x"))));
        await().atMost(Duration.ofSeconds(60)).until(() -> received() == before + 2);

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
