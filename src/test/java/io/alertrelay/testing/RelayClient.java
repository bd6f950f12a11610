package io.alertrelay.testing;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Predicate;

/** Uses a relay through its public and management ports, as ARMS and an operator do. */
public final class RelayClient {
    /** While many connect, on a machine that has a lot to do, a connection may take a while. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final int port;
    private final int managementPort;

    public RelayClient(int port, int managementPort) {
        this.port = port;
        this.managementPort = managementPort;
    }

    /** The public one. */
    public int port() {
        return port;
    }

    /** Posts a webhook as ARMS does. */
    public HttpResponse<String> post(String key, String body) throws IOException, InterruptedException {
        return http.send(request(key, body), BodyHandlers.ofString());
    }

    /** Posts as Alertmanager does until the webhook is taken, whatever the relay answers before. */
    public void postUntilTaken(String key, String body) {
        postUntil("the webhook is taken", key, body, answer -> answer.statusCode() == 200);
    }

    /**
     * Posts as Alertmanager does: again after a 503, or when the relay closes the connection because it was held up
     * itself.
     *
     * @return any other answer
     */
    public HttpResponse<String> postPatiently(String key, String body) {
        return postUntil("the webhook is judged", key, body, answer -> answer.statusCode() != 503);
    }

    private HttpResponse<String> postUntil(
            String what, String key, String body, Predicate<HttpResponse<String>> enough) {
        return sendUntil(what, request(key, body), enough);
    }

    /** The same as {@link #postPatiently} with any request. */
    public HttpResponse<String> sendPatiently(HttpRequest request) {
        return sendUntil("the request is judged", request, answer -> answer.statusCode() != 503);
    }

    private HttpResponse<String> sendUntil(String what, HttpRequest request, Predicate<HttpResponse<String>> enough) {
        return await(what)
                .atMost(Duration.ofMinutes(2))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> send(request), enough);
    }

    /** The request of {@link #post}, to be changed. */
    public HttpRequest request(String key, String body) {
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/event/push/alert/aliyun-arms?integration_key=" + key))
                .header("Content-Type", "text/plain; charset=UTF-8")
                .timeout(PATIENCE)
                .POST(BodyPublishers.ofString(body, StandardCharsets.UTF_8))
                .build();
    }

    /** Sends any request. */
    public HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, BodyHandlers.ofString());
    }

    /** What {@code /health} says; a missing node if the relay does not answer. */
    public JsonNode health() {
        return management("/health");
    }

    /** What a path of the management port answers. */
    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + path))
                .build());
    }

    /** What a path of the management port says; a missing node if the relay does not answer. */
    public JsonNode management(String path) {
        try {
            return new ObjectMapper().readTree(get(path).body());
        } catch (IOException e) {
            return new ObjectMapper().missingNode();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(e));
        }
    }

    /**
     * Posts to the management port as an operator, and returns what it answers.
     *
     * @param path behind {@code /api/v1/}
     * @param expected the status that it must have
     */
    public JsonNode manage(String path, String body, int expected) throws IOException, InterruptedException {
        HttpResponse<String> answer = manage(path, body);
        if (answer.statusCode() != expected) {
            throw new IOException("found " + answer.statusCode() + ", expected " + expected + ": " + answer.body());
        }
        return new ObjectMapper().readTree(answer.body());
    }

    /** The same, whatever the answer is. */
    public HttpResponse<String> manage(String path, String body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + "/api/v1/" + path))
                .header("Content-Type", "application/json")
                .header("X-Relay-Operator", "tester")
                .POST(BodyPublishers.ofString(body, StandardCharsets.UTF_8))
                .build());
    }

    /** What {@code /health} says of a channel. */
    public JsonNode channel(String name) {
        for (JsonNode channel : health().path("channels")) {
            if (channel.path("name").asText().equals(name)) {
                return channel;
            }
        }
        return new ObjectMapper().missingNode();
    }

    /** The request id of an answer. */
    public static String requestId(HttpResponse<String> response) throws IOException {
        return new ObjectMapper().readTree(response.body()).path("request_id").asText();
    }
}
