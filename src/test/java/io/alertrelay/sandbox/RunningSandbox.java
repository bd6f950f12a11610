package io.alertrelay.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.alertrelay.testing.SteppedClock;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A sandbox on a free port for each test, and a client for it. */
final class RunningSandbox implements BeforeEachCallback, AfterEachCallback {
    static final String KEY = "k3y-of-payments";

    final SteppedClock clock = new SteppedClock();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Vertx vertx;
    private Sandbox sandbox;

    @Override
    public void beforeEach(ExtensionContext context) throws SandboxException {
        vertx = Vertx.vertx();
        sandbox = Sandbox.start(vertx, 0, clock);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        sandbox.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    Sandbox sandbox() {
        return sandbox;
    }

    HttpResponse<String> push(String body) throws IOException, InterruptedException {
        return post(sandbox.pushUrl(KEY), "application/json", body);
    }

    HttpResponse<String> post(String url, String contentType, String body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> send(String method, String pathAndQuery, String body)
            throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(sandbox.url() + pathAndQuery))
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> get(String pathAndQuery) throws IOException, InterruptedException {
        return send("GET", pathAndQuery, "");
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString());
    }

    static JsonNode json(HttpResponse<String> response) {
        return json(response.body());
    }

    static JsonNode json(String text) {
        try {
            return new JsonMapper().readTree(text);
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }

    /** A good standard event. */
    static String event(String status, String alertKey) {
        return event(status, alertKey, "Disk almost full");
    }

    static String event(String status, String alertKey, String title) {
        return SandboxJson.object()
                .put("event_status", status)
                .put("alert_key", alertKey)
                .put("title_rule", title)
                .toString();
    }
}
