package io.alertrelay.intake;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * The public port: takes webhooks and nothing else. Everything is asynchronous, from the socket to Kafka's ack.
 *
 * <pre>
 * path, method ─▶ open? ─▶ key ─▶ size ─▶ body ─▶ unpack ─▶ intake (stored in Kafka) ─▶ 200
 *     404  405     503      401     413     413      400        400 (quarantined)  503
 * </pre>
 */
public final class Door implements AutoCloseable {
    private static final int IDLE_SECONDS = 15;
    private static final long MAX_IN_FLIGHT_BYTES = 64L << 20;

    private final Vertx vertx;
    private final DoorSettings settings;
    private final Supplier<KeyRing> keys;
    private final Nonces nonces;
    private final DoorWatcher watcher;
    private final Clock clock;
    private final BodyReader reader;
    private final InFlight inFlight;
    private volatile Optional<Intake> intake = Optional.empty();
    private volatile String closedBecause = "the relay is starting";
    private volatile HttpServer server;

    /** @param keys asked once for each request */
    public Door(
            Vertx vertx,
            DoorSettings settings,
            Supplier<KeyRing> keys,
            Nonces nonces,
            DoorWatcher watcher,
            Clock clock) {
        this.vertx = vertx;
        this.settings = settings;
        this.keys = keys;
        this.nonces = nonces;
        this.watcher = watcher;
        this.clock = clock;
        this.reader = new BodyReader(settings.maxBodyBytes());
        this.inFlight = new InFlight(settings.maxInFlight(), MAX_IN_FLIGHT_BYTES);
    }

    /**
     * Takes the port and answers 503 until {@link #open}.
     *
     * @return the port that it listens on
     * @throws DoorException if the port can't be had
     */
    public int listen() throws DoorException {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(settings.host())
                .setPort(settings.port())
                .setIdleTimeout(IDLE_SECONDS)
                .setHandle100ContinueAutomatically(true)
                .setMaxInitialLineLength(8192)
                .setMaxHeaderSize(16384);
        try {
            server = vertx.createHttpServer(options)
                    .requestHandler(this::handle)
                    .listen()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
            return server.actualPort();
        } catch (ExecutionException | TimeoutException e) {
            throw new DoorException(settings.host(), settings.port(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DoorException(settings.host(), settings.port(), e);
        }
    }

    /** From now on webhooks are taken. */
    public void open(Intake to) {
        intake = Optional.of(to);
    }

    /** From now on 503; what is in flight is still answered. */
    public void stopTaking() {
        closedBecause = "the relay is stopping";
        intake = Optional.empty();
    }

    /** How many webhooks are between door and ack. */
    public int inFlight() {
        return inFlight.requests();
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }

    private void handle(HttpServerRequest request) {
        Caller caller = new Caller(request, nonces.next(), watcher);
        Optional<Source> source = Source.ofPath(request.path());
        if (source.isEmpty()) {
            caller.reject(
                    404,
                    "NotFound",
                    "no such path; expected " + Source.ARMS.path() + " or " + Source.PROMETHEUS.path());
        } else if (request.method() != HttpMethod.POST) {
            request.response().putHeader("Allow", "POST");
            caller.reject(405, "MethodNotAllowed", "expected POST");
        } else if (intake.isEmpty()) {
            caller.unavailable(closedBecause);
        } else {
            authenticated(caller, source.get());
        }
    }

    private void authenticated(Caller caller, Source source) {
        Optional<String> key = key(caller.request());
        if (key.isEmpty()) {
            caller.reject(
                    401,
                    "Unauthorized",
                    "no integration key; expected the parameter integration_key or the header X-Integration-Key");
            return;
        }
        Optional<String> integration = keys.get().integration(key.get());
        if (integration.isEmpty()) {
            caller.reject(401, "Unauthorized", "the integration key is not a known one");
            return;
        }
        caller.knownAs(integration.get());
        long announced = announcedLength(caller.request());
        if (announced > settings.maxBodyBytes()) {
            caller.tooLarge(settings.maxBodyBytes());
            return;
        }
        new Upload(vertx, caller, source, reader, inFlight, () -> intake, settings, clock).start();
    }

    private static Optional<String> key(HttpServerRequest request) {
        try {
            return Optional.ofNullable(request.getParam("integration_key"))
                    .or(() -> Optional.ofNullable(request.getHeader("X-Integration-Key")));
        } catch (IllegalArgumentException e) {
            // A broken percent-encoding somewhere in the query. The exception quotes all of it, so it goes nowhere.
            return Optional.empty();
        }
    }

    private static long announcedLength(HttpServerRequest request) {
        try {
            return Long.parseLong(request.getHeader("Content-Length"));
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
