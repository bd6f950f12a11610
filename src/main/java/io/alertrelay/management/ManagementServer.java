package io.alertrelay.management;

import io.alertrelay.text.OneLine;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.CompressionConfig;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The management port: console, health, metrics and the admin API. On loopback by default, because it has no login. It
 * has its own threads, so that neither it nor the public port can block the other.
 *
 * <ul>
 *   <li>{@code GET /} and other pages: the console, for people, in English and Chinese: {@link ConsoleFiles}
 *   <li>{@code GET /health} how the relay and each channel are; 503 when it can't work
 *   <li>{@code GET /health/live} 200 while the process runs
 *   <li>{@code GET /health/ready} 200 while it can take webhooks, else 503
 *   <li>{@code GET /metrics} in Prometheus' text format
 *   <li>{@code GET} and {@code POST /api/v1/…} for the commands, the console and scripts: {@link Api}, {@link
 *       PostGuard}
 *   <li>{@code GET /api/v1/events} what changes of the status: {@link EventStreams}
 * </ul>
 *
 * <p>Requests for an unknown name are rejected, and for the API those of pages of other sites, see {@link HostGuard} and
 * {@link SiteGuard}.
 */
public final class ManagementServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("relay");
    private static final String JSON = "application/json; charset=utf-8";
    private static final String API_POLICY = "default-src 'none'; frame-ancestors 'none'";
    /**
     * As many as may block at a time: four questions and four actions by {@link Api}, two of each of its three listings
     * (alerts, dead letters, quarantine), each of which refuses more; and two for the metrics, so that these never
     * wait.
     */
    private static final int WORKERS = 16;
    /** Longer than an action may take, 3 minutes. */
    private static final int SILENT_SECONDS = 240;

    private static final Duration SEND_EVERY = Duration.ofSeconds(1);

    /**
     * The words that {@code find} and {@code place} look for are in it, three to nine characters for each of theirs.
     */
    private static final int MAX_LINE = 64 << 10;

    private static final int MAX_HEAD = 16 << 10;
    /** The status of many channels, and pages, for browsers far away: a tenth of it is left whatever the level is. */
    private static final int FASTEST = 1;

    private static final long STOP_SECONDS = 5;

    private final Vertx vertx;
    private final Supplier<HealthReport> health;
    private final PrometheusMeterRegistry metrics;
    private final Api api;
    private final HostGuard hosts;
    private final Clients clients;
    private final PostBodies bodies;
    private final EventStreams events;
    private final ConsoleFiles console = new ConsoleFiles();
    private final HttpServer server;

    private ManagementServer(
            Vertx vertx, HostGuard hosts, Supplier<HealthReport> health, PrometheusMeterRegistry metrics, Api api) {
        this.vertx = vertx;
        this.hosts = hosts;
        this.health = health;
        this.metrics = metrics;
        this.api = api;
        this.clients = new Clients(vertx);
        this.bodies = new PostBodies(vertx);
        this.events = new EventStreams(vertx, () -> health.get().details(), ManagementServer::guardLines, SEND_EVERY);
        this.server = vertx.createHttpServer(new HttpServerOptions()
                        .setHttp2ClearTextEnabled(false)
                        .setMaxInitialLineLength(MAX_LINE)
                        .setMaxHeaderSize(MAX_HEAD)
                        .setCompression(new CompressionConfig()
                                .setCompressionEnabled(true)
                                .addGzip(FASTEST))
                        .setIdleTimeout(SILENT_SECONDS)
                        .setIdleTimeoutUnit(TimeUnit.SECONDS))
                .connectionHandler(clients::opened)
                .requestHandler(this::handle);
    }

    /**
     * Starts it.
     *
     * @param port 0 for any free one
     * @param names of this machine that are accepted in requests, in addition to {@code host}, {@code localhost} and
     *     addresses
     * @param health must not block
     * @throws ManagementException if the port can't be bound
     */
    public static ManagementServer start(
            String host,
            int port,
            List<String> names,
            Supplier<HealthReport> health,
            PrometheusMeterRegistry metrics,
            Api api)
            throws ManagementException {
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(WORKERS)
                // Vert.x's cache of files would need a writable folder in /tmp; no files are served from disk.
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        List<String> known = new ArrayList<>(names);
        known.add(host);
        ManagementServer management = new ManagementServer(vertx, new HostGuard(known), health, metrics, api);
        try {
            management
                    .server
                    .listen(port, host)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            management.closeVertx();
            throw new ManagementException(host, port, e);
        }
        management.warnBeyondLoopback(host);
        return management;
    }

    /** The port that it listens on. */
    public int port() {
        return server.actualPort();
    }

    @Override
    public void close() {
        server.close();
        closeVertx();
    }

    private void closeVertx() {
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.debug("the management port is not closed in order", e);
        }
    }

    private void warnBeyondLoopback(String host) {
        try {
            if (InetAddress.getByName(host).isLoopbackAddress()) {
                return;
            }
        } catch (UnknownHostException e) {
            LOG.debug("{} has no address, and yet it can be listened on", host);
        }
        LOG.warn(
                "the management port listens on {}:{}, beyond this machine, and has no login: whoever reaches it can look,"
                        + " reload, replay and discard; let only Prometheus, probes and operators reach it",
                host,
                port());
    }

    private void handle(HttpServerRequest request) {
        clients.begins(request.connection());
        request.response().endHandler(end -> clients.ended(request.connection()));
        try {
            dispatch(request);
        } catch (RuntimeException e) {
            // Vert.x would only log it, and a request without an answer keeps its connection's place.
            failed(request, e);
        }
    }

    private void dispatch(HttpServerRequest request) {
        Optional<ApiAnswer> refusal = hosts.refusal(request).or(() -> SiteGuard.refusal(request));
        if (refusal.isPresent()) {
            answer(request, refusal.get());
        } else if (request.method() == HttpMethod.POST && request.path().startsWith(Api.PATH)) {
            post(request);
        } else if (request.method() != HttpMethod.GET && request.method() != HttpMethod.HEAD) {
            answer(request, 405, JSON, "{\"error\":\"expected GET, or POST to /api/v1/…\"}");
        } else if (request.path().equals(Api.PATH + "status")) {
            // From memory, so it is never limited by other requests.
            answer(request, ApiAnswer.ok(health.get().details()));
        } else if (request.path().equals(Api.PATH + "events") && request.method() == HttpMethod.GET) {
            events.open(request).ifPresent(refused -> answer(request, refused));
        } else if (request.path().startsWith(Api.PATH)
                && request.method() == HttpMethod.GET
                && api.listing(request.path()).isPresent()) {
            list(request, api.listing(request.path()).get());
        } else if (request.path().startsWith(Api.PATH)) {
            blocking(request, () -> answer(request, api.get(request.path())));
        } else {
            get(request);
        }
    }

    private void get(HttpServerRequest request) {
        switch (request.path()) {
            case "/health" -> report(request, true);
            case "/health/ready" -> report(request, false);
            case "/health/live" -> answer(request, 200, JSON, "{\"status\":\"up\"}");
            case "/metrics" ->
                blocking(
                        request,
                        () -> answer(request, 200, "text/plain; version=0.0.4; charset=utf-8", metrics.scrape()));
            default ->
                console.at(request.path())
                        .ifPresentOrElse(
                                file -> file(request, file),
                                () -> answer(
                                        request,
                                        404,
                                        JSON,
                                        "{\"error\":\"expected /, /health, /health/live, /health/ready, /metrics or"
                                                + " /api/v1/…\"}"));
        }
    }

    private void post(HttpServerRequest request) {
        Optional<ApiAnswer> refusal = PostGuard.refusal(request);
        if (refusal.isPresent()) {
            answer(request, refusal.get());
            return;
        }
        clients.reads(request.connection());
        bodies.read(
                request,
                body -> {
                    clients.hasRead(request.connection());
                    blocking(request, () -> answer(request, api.post(request.path(), body, operator(request))));
                },
                late -> {
                    answer(request, late);
                    // The rest of the body is not read, so the connection can't be used again.
                    request.connection().close();
                });
    }

    private void list(HttpServerRequest request, Api.Listing listing) {
        UrlParameters parameters = UrlParameters.of(request);
        Optional<ApiAnswer> mistake = parameters.refusal();
        if (mistake.isPresent()) {
            answer(request, mistake.get());
            return;
        }
        Map<String, List<String>> all = parameters.all();
        LinesOut lines = new LinesOut(request, ManagementServer::guardLines);
        blocking(
                request,
                () -> listing.list(all, lines::write)
                        .ifPresentOrElse(
                                refusal -> {
                                    if (!lines.fail(refusal.body())) {
                                        answer(request, refusal);
                                    }
                                },
                                lines::end));
    }

    private static Optional<String> operator(HttpServerRequest request) {
        return Optional.ofNullable(request.getHeader(OperatorName.HEADER))
                .map(OperatorName::decoded)
                .filter(name -> !name.isBlank());
    }

    private static void answer(HttpServerRequest request, ApiAnswer answer) {
        answer(request, answer.status(), JSON, answer.body().toPrettyString() + "\n");
    }

    private static void file(HttpServerRequest request, ConsoleFiles.ConsoleFile file) {
        HttpServerResponse response = request.response();
        guard(response);
        // Revalidated each time, so that a browser never mixes files of two versions.
        response.putHeader("Content-Security-Policy", ConsoleFiles.POLICY)
                .putHeader("Cache-Control", "no-cache")
                .putHeader("ETag", file.tag());
        if (file.tag().equals(request.getHeader("If-None-Match"))) {
            response.setStatusCode(304).end();
        } else {
            response.putHeader("Content-Type", file.type()).end(file.text());
        }
    }

    private void report(HttpServerRequest request, boolean details) {
        HealthReport report = health.get();
        String body = details
                ? report.details().toPrettyString()
                : "{\"status\":\"" + (report.ready() ? "up" : "down") + "\"}";
        boolean good = details ? report.well() : report.ready();
        answer(request, good ? 200 : 503, JSON, body + "\n");
    }

    private void blocking(HttpServerRequest request, Runnable work) {
        // In parallel: a slow read of the topics must not delay other answers.
        vertx.executeBlocking(
                        () -> {
                            work.run();
                            return true;
                        },
                        false)
                .onFailure(e -> failed(request, e));
    }

    /** A fault of the relay's own. An answer that has begun is cut off: it would never end. */
    private static void failed(HttpServerRequest request, Throwable cause) {
        LOG.warn("the relay failed to answer {} {}", request.method(), OneLine.of(request.path()), cause);
        HttpServerResponse response = request.response();
        if (!response.headWritten()) {
            answer(request, 500, JSON, "{\"error\":\"the relay failed to answer\"}");
        } else if (!response.ended()) {
            Clients.hangUp(request.connection());
        }
    }

    private static void answer(HttpServerRequest request, int status, String type, String body) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        guard(response);
        response.setStatusCode(status).putHeader("Content-Type", type).end(body);
    }

    /** Of an answer that grows: each line is to be sent at once, which no compression does. */
    private static void guardLines(HttpServerResponse response) {
        guard(response);
        response.putHeader(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY);
    }

    private static void guard(HttpServerResponse response) {
        response.putHeader("Content-Security-Policy", API_POLICY)
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("X-Frame-Options", "DENY")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin");
    }
}
