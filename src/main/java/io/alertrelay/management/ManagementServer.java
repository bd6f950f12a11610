package io.alertrelay.management;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The management port: health and metrics. On loopback unless told otherwise, because it has no login.
 *
 * <ul>
 *   <li>{@code GET /} the same as /health, as a page for people, in English and Chinese
 *   <li>{@code GET /health} how the relay and each channel are; 503 when it can't work
 *   <li>{@code GET /health/live} 200 while the process runs
 *   <li>{@code GET /health/ready} 200 while it can take webhooks, else 503
 *   <li>{@code GET /metrics} in Prometheus' text format
 *   <li>{@code GET} and {@code POST /api/v1/…} for the commands and for scripts: {@link Api}, {@link PostGuard}
 * </ul>
 */
public final class ManagementServer implements AutoCloseable {
    private static final String JSON = "application/json; charset=utf-8";
    private static final int MAX_POST_BYTES = 16 << 20;

    private final Vertx vertx;
    private final Supplier<HealthReport> health;
    private final PrometheusMeterRegistry metrics;
    private final Api api;
    private final String page = page();
    private HttpServer server;

    private ManagementServer(Vertx vertx, Supplier<HealthReport> health, PrometheusMeterRegistry metrics, Api api) {
        this.vertx = vertx;
        this.health = health;
        this.metrics = metrics;
        this.api = api;
    }

    /**
     * Starts it.
     *
     * @param port 0 takes a free one
     * @param health may block
     * @throws ManagementException if the port can't be had
     */
    public static ManagementServer start(
            Vertx vertx, String host, int port, Supplier<HealthReport> health, PrometheusMeterRegistry metrics, Api api)
            throws ManagementException {
        ManagementServer management = new ManagementServer(vertx, health, metrics, api);
        try {
            management.server = vertx.createHttpServer()
                    .requestHandler(management::handle)
                    .listen(port, host)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new ManagementException(host, port, e);
        }
        return management;
    }

    /** The port that it listens on. */
    public int port() {
        return server.actualPort();
    }

    @Override
    public void close() {
        server.close();
    }

    private void handle(HttpServerRequest request) {
        if (request.method() == HttpMethod.POST && request.path().startsWith(Api.PATH)) {
            post(request);
            return;
        }
        if (request.method() != HttpMethod.GET && request.method() != HttpMethod.HEAD) {
            answer(request, 405, JSON, "{\"error\":\"expected GET, or POST to /api/v1/…\"}");
            return;
        }
        if (request.path().startsWith(Api.PATH)) {
            blocking(request, () -> answer(request, api.get(request.path())));
            return;
        }
        switch (request.path()) {
            case "/" -> answer(request, 200, "text/html; charset=utf-8", page);
            case "/health" -> report(request, true);
            case "/health/ready" -> report(request, false);
            case "/health/live" -> answer(request, 200, JSON, "{\"status\":\"up\"}");
            case "/metrics" ->
                blocking(
                        request,
                        () -> answer(request, 200, "text/plain; version=0.0.4; charset=utf-8", metrics.scrape()));
            default ->
                answer(
                        request,
                        404,
                        JSON,
                        "{\"error\":\"expected /, /health, /health/live, /health/ready, /metrics or /api/v1/…\"}");
        }
    }

    private void post(HttpServerRequest request) {
        Optional<ApiAnswer> refusal = PostGuard.refusal(request);
        if (refusal.isPresent()) {
            answer(request, refusal.get());
            return;
        }
        Buffer body = Buffer.buffer();
        request.handler(part -> {
            if (body.length() + part.length() > MAX_POST_BYTES) {
                request.handler(null).endHandler(null);
                answer(request, ApiAnswer.error(413, "BodyTooLarge", "expected at most " + MAX_POST_BYTES + " bytes"));
                // The rest of the body is not read, so the connection can't be used again.
                request.connection().close();
            } else {
                body.appendBuffer(part);
            }
        });
        request.endHandler(end ->
                blocking(request, () -> answer(request, api.post(request.path(), body.getBytes(), operator(request)))));
    }

    private static Optional<String> operator(HttpServerRequest request) {
        return Optional.ofNullable(request.getHeader(OperatorName.HEADER))
                .map(OperatorName::decoded)
                .filter(name -> !name.isBlank());
    }

    private static void answer(HttpServerRequest request, ApiAnswer answer) {
        answer(request, answer.status(), JSON, answer.body().toPrettyString() + "\n");
    }

    private static String page() {
        try (InputStream in = ManagementServer.class.getResourceAsStream("page.html")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void report(HttpServerRequest request, boolean details) {
        blocking(request, () -> {
            HealthReport report = health.get();
            String body = details
                    ? report.details().toPrettyString()
                    : "{\"status\":\"" + (report.ready() ? "up" : "down") + "\"}";
            boolean good = details ? report.well() : report.ready();
            answer(request, good ? 200 : 503, JSON, body + "\n");
        });
    }

    private void blocking(HttpServerRequest request, Runnable work) {
        // Not one after the other: a slow look into the topics must not keep a load balancer waiting for its answer.
        vertx.executeBlocking(
                        () -> {
                            work.run();
                            return true;
                        },
                        false)
                .onFailure(e -> answer(request, 500, JSON, "{\"error\":\"the relay failed to answer\"}"));
    }

    private static void answer(HttpServerRequest request, int status, String type, String body) {
        HttpServerResponse response = request.response();
        if (!response.ended() && !response.closed()) {
            response.setStatusCode(status)
                    .putHeader("Content-Type", type)
                    .putHeader("Cache-Control", "no-store")
                    .putHeader("X-Content-Type-Options", "nosniff")
                    .end(body);
        }
    }
}
