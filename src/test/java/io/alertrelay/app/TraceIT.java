package io.alertrelay.app;

import static io.alertrelay.testing.TestConfig.DEDICATED_KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.RelayClient;
import io.alertrelay.testing.RunningRelay;
import io.alertrelay.testing.SharedBroker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The trace that a sender names goes with the alert to Flashduty, and stands in its receipt. */
class TraceIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String HEADER = "00-" + TRACE + "-b7ad6b7169203331-01";

    @TempDir
    private Path folder;

    /** The header of each push, or none, by what its event is about. */
    private final Map<String, String> pushed = new ConcurrentHashMap<>();

    private HttpServer flashduty;
    private RunningRelay running;
    private RelayClient relay;

    @BeforeEach
    void start() throws Exception {
        flashduty = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        flashduty.createContext("/", this::take);
        flashduty.start();
        String kafka = SharedBroker.asConfigured(SharedBroker.newPrefix());
        running = RunningRelay.start(kafka, flashduty.getAddress().getPort(), folder);
        relay = running.client();
    }

    @AfterEach
    void stop() {
        running.close();
        flashduty.stop(0);
    }

    @Test
    void aTraceIsPassedOnAndAnythingElseIsNot() throws Exception {
        String traced = post("traced", "traceparent", HEADER, "tracestate", "vendor=1");
        String odd = post("odd", "traceparent", "00-x-y-z");
        post("bare", "X-Other", "1");

        await().atMost(SOON).until(() -> pushed.keySet().containsAll(List.of("traced", "odd", "bare")));
        assertThat(pushed)
                .containsEntry("traced", HEADER)
                .containsEntry("odd", "none")
                .containsEntry("bare", "none");
        await().atMost(SOON)
                .until(() -> receipt(traced)
                        .at("/alerts/0/deliveries/0/state")
                        .asText()
                        .equals("delivered"));
        assertThat(receipt(traced).at("/accepted/trace_id").asText()).isEqualTo(TRACE);
        assertThat(receipt(odd).path("accepted").has("trace_id")).isFalse();
    }

    private JsonNode receipt(String requestId) {
        return relay.management("/api/v1/receipts/" + requestId);
    }

    private String post(String name, String... headers) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + relay.port() + "/event/push/alert/aliyun-arms"))
                .header("X-Integration-Key", DEDICATED_KEY)
                .headers(headers)
                .POST(HttpRequest.BodyPublishers.ofString(Bodies.firing(name, "critical", "x")))
                .build();
        return RelayClient.requestId(relay.sendPatiently(request));
    }

    private void take(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String header = exchange.getRequestHeaders().getFirst("traceparent");
        for (String name : List.of("traced", "odd", "bare")) {
            if (body.contains(name)) {
                pushed.put(name, header == null ? "none" : header);
            }
        }
        byte[] answer = "{\"request_id\":\"r\",\"data\":{\"alert_key\":\"k\"}}".getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }
}
