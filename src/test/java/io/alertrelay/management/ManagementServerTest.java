package io.alertrelay.management;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What may be posted to the management port, and by whom. */
class ManagementServerTest {
    private final Vertx vertx = Vertx.vertx();
    private ManagementServer server;

    @BeforeEach
    void start() throws Exception {
        Api api = new Api(
                Map.of(
                        "status",
                        item -> ApiAnswer.ok(
                                JsonNodeFactory.instance.objectNode().put("item", item))),
                Map.of("echo", (body, operator) -> ApiAnswer.ok(body)),
                Map.of(
                        "do",
                        (item, operator) -> ApiAnswer.ok(JsonNodeFactory.instance
                                .objectNode()
                                .put("item", item)
                                .put("operator", operator.orElse("nobody")))));
        server = ManagementServer.start(
                vertx,
                "127.0.0.1",
                0,
                () -> new HealthReport(true, true, JsonNodeFactory.instance.objectNode()),
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                api);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    }

    @Test
    void answersWhatIsPostedAsJson() throws Exception {
        assertThat(post("/api/v1/echo", "Content-Type: application/json; charset=utf-8", "{\"a\":\"支付\"}"))
                .startsWith("HTTP/1.1 200")
                .contains("支付");
        assertThat(post("/api/v1/echo", "Content-Type: application/json\r\nOrigin: http://" + host(), "{}"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void refusesWhatAPageOfAnotherSiteCanMakeABrowserPost() throws Exception {
        for (String type : new String[] {
            "X: y", "Content-Type: text/plain", "Content-Type: application/x-www-form-urlencoded", "Content-Type: json"
        }) {
            assertThat(post("/api/v1/echo", type, "{}")).as(type).startsWith("HTTP/1.1 415");
        }
        for (String origin : new String[] {"http://example.com", "null", "", "http://127.0.0.1:1", "::"}) {
            assertThat(post("/api/v1/echo", "Content-Type: application/json\r\nOrigin: " + origin, "{}"))
                    .as(origin)
                    .startsWith("HTTP/1.1 403");
        }
    }

    @Test
    void saysWhatIsWrongWithThePost() throws Exception {
        assertThat(post("/api/v1/echo", "Content-Type: application/json", "[]")).startsWith("HTTP/1.1 400");
        assertThat(post("/api/v1/echo", "Content-Type: application/json", "{")).startsWith("HTTP/1.1 400");
        assertThat(post("/api/v1/echo", "Content-Type: application/json", "")).startsWith("HTTP/1.1 400");
        assertThat(post("/api/v1/none", "Content-Type: application/json", "{}"))
                .startsWith("HTTP/1.1 404")
                .contains("expected /api/v1/do or /api/v1/echo");
        assertThat(post("/api/v1/status", "Content-Type: application/json", "{}"))
                .startsWith("HTTP/1.1 405")
                .contains("expected GET");
        assertThat(post("/health", "Content-Type: application/json", "{}")).startsWith("HTTP/1.1 405");
    }

    @Test
    void aQuestionIsNotAnsweredWithoutABody() throws Exception {
        assertThat(send("GET /api/v1/echo HTTP/1.1\r\nHost: " + host() + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 405")
                .contains("expected POST");
        assertThat(send("GET /api/v1/status/x HTTP/1.1\r\nHost: " + host() + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void anActionIsDoneForWhoAsksAndOnlyByAPost() throws Exception {
        assertThat(post(
                        "/api/v1/do/%E6%94%AF%E4%BB%98",
                        "Content-Type: application/json\r\nX-Relay-Operator: alice", ""))
                .startsWith("HTTP/1.1 200")
                .contains("支付", "alice");
        assertThat(post("/api/v1/do/x", "Content-Type: application/json", "")).contains("nobody");
        assertThat(post("/api/v1/do/x", "X-Relay-Operator: alice", "")).startsWith("HTTP/1.1 415");
        assertThat(send("GET /api/v1/do/x HTTP/1.1\r\nHost: " + host() + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 405")
                .contains("expected POST");
    }

    @Test
    void aBodyThatIsTooLargeIsNotReadToItsEnd() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST /api/v1/echo HTTP/1.1\r\nHost: " + host()
                            + "\r\nContent-Type: application/json\r\nContent-Length: 2000000000\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            byte[] megabyte = new byte[1 << 20];
            int sent = 0;
            try {
                while (sent < 1_000) {
                    out.write(megabyte);
                    sent++;
                }
            } catch (IOException e) {
                // The relay has hung up.
            }
            assertThat(sent).isLessThan(200);
        }
    }

    private String host() {
        return "127.0.0.1:" + server.port();
    }

    private String post(String path, String headers, String body) throws IOException {
        return send("POST " + path + " HTTP/1.1\r\nHost: " + host() + "\r\nConnection: close\r\n" + headers
                + "\r\nContent-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body);
    }

    private String send(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.port());
                InputStream in = socket.getInputStream()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
