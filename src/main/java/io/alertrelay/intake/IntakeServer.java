package io.alertrelay.intake;

import io.alertrelay.arms.Sender;
import io.alertrelay.config.KeyRing;
import io.alertrelay.config.ServerSettings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.VertxInternal;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The public port: takes webhooks and nothing else. Everything is asynchronous, from the socket to Kafka's ack.
 *
 * <pre>
 * path, method ─▶ open? ─▶ key ─▶ size ─▶ room ─▶ body ─▶ unpack ─▶ intake (stored in Kafka) ─▶ 200
 *     404  405     503      401     413    503   503 413    400        400 (quarantined)  503
 * </pre>
 *
 * <p>Unpacking, and inspecting a large body, is done on other threads.
 *
 * <p>After a 401, 404, 405, 408, 413 or 501 nothing more is read from the connection, nor after a 503 whose sender has
 * given up waiting.
 */
public final class IntakeServer implements AutoCloseable {
    private static final int MAX_LINE = 8192;
    private static final int MAX_HEAD = 16384;
    private static final long BEAT_MILLIS = 1000;
    private static final long LOOK_MILLIS = 100;
    private static final long MAX_IN_FLIGHT_BYTES = 64L << 20;

    private final Vertx vertx;
    private final ServerSettings settings;
    private final KeyCheck keyCheck;
    private final Nonces nonces;
    private final IntakeServerWatcher watcher;
    private final Clock clock;
    private final LongSupplier nanos;
    private final LongSupplier passed;
    private final Patience patience;
    private final Admission admission;
    private final InFlightRoom inFlight;
    private final InspectionTurns turns;
    private volatile Optional<Intake> intake = Optional.empty();
    private volatile String closedBecause = "the relay is starting";
    private volatile Supplier<Optional<String>> hindrance = Optional::empty;
    private volatile @Nullable HttpServer server;
    private volatile long beat = -1;
    private volatile long looks = -1;

    /**
     * A server that does not listen yet.
     *
     * @param keys asked once for each request
     * @param uses is notified of each key that is used
     * @param nanos a monotonic clock, for how long things take: it stands still while the machine sleeps
     * @param passed a monotonic clock that includes the time while the machine sleeps
     */
    public IntakeServer(
            Vertx vertx,
            ServerSettings settings,
            Supplier<KeyRing> keys,
            KeyUses uses,
            Nonces nonces,
            IntakeServerWatcher watcher,
            Clock clock,
            LongSupplier nanos,
            LongSupplier passed) {
        this.vertx = vertx;
        this.settings = settings;
        this.keyCheck = new KeyCheck(keys, uses);
        this.nonces = nonces;
        this.watcher = watcher;
        this.clock = clock;
        this.nanos = nanos;
        this.passed = passed;
        this.patience = new Patience(settings.senderPatience(), passed, watcher::stoodStill);
        this.admission = new Admission(vertx, settings.connections(), patience, nonces, watcher, nanos);
        this.turns = InspectionTurns.of(vertx);
        this.inFlight = new InFlightRoom(
                () -> Math.min(settings.maxInFlight(), Math.max(1, admission.capacity() / 2)),
                MAX_IN_FLIGHT_BYTES,
                // As sent, and as unpacked.
                2L * settings.maxBodyBytes(),
                () -> keys.get().integrations());
    }

    /**
     * Binds the port and answers 503 until {@link #open}.
     *
     * @param alive called every second by the thread that serves the port
     * @return the bound port
     * @throws IntakeServerException if the port can't be bound
     */
    public int listen(Runnable alive) throws IntakeServerException {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(settings.host())
                .setPort(settings.port())
                .setTcpKeepAlive(true)
                .setMaxInitialLineLength(MAX_LINE)
                .setMaxHeaderSize(MAX_HEAD)
                // Vert.x's WebSocket handlers close a connection on which many requests are pipelined.
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setHttp2ClearTextEnabled(false);
        try {
            admission.open();
            server = onOwnLoop(() -> {
                        beat = vertx.setPeriodic(BEAT_MILLIS, tick -> alive.run());
                        looks = vertx.setPeriodic(LOOK_MILLIS, tick -> patience.look());
                        return vertx.createHttpServer(options)
                                .connectionHandler(admission::enter)
                                .requestHandler(this::handle)
                                .invalidRequestHandler(this::refuseUnreadable)
                                .listen();
                    })
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
            return server.actualPort();
        } catch (ExecutionException | TimeoutException e) {
            admission.close();
            throw new IntakeServerException(settings.host(), settings.port(), e);
        } catch (InterruptedException e) {
            admission.close();
            Thread.currentThread().interrupt();
            throw new IntakeServerException(settings.host(), settings.port(), e);
        }
    }

    /** Not on the event loop of the management port, which must answer whatever happens to this one. */
    private <T> Future<T> onOwnLoop(Supplier<Future<T>> start) {
        Promise<T> started = Promise.promise();
        ((VertxInternal) vertx)
                .createEventLoopContext()
                .runOnContext(v -> start.get().onComplete(started));
        return started.future();
    }

    /**
     * Accepts webhooks from now on, and hands them on in groups.
     *
     * @param events how many were made of webhooks since the start: the more of them, the larger are the groups
     */
    public void open(Intake to, LongSupplier events) {
        intake = Optional.of(new GatheredIntake(
                to,
                events,
                settings.senderPatience(),
                passed,
                (millis, task) -> vertx.setTimer(millis, timer -> task.run())));
    }

    /**
     * Answers webhooks with 503 as long as there is a reason.
     *
     * @param reason for the sender; empty if there is none. Called for each webhook, on an event loop
     */
    public void refuseWhile(Supplier<Optional<String>> reason) {
        hindrance = reason;
    }

    /** Answers 503 from now on; webhooks in flight are still completed. */
    public void stopTaking() {
        closedBecause = "the relay is stopping";
        intake = Optional.empty();
    }

    /** How many webhooks are between the public port and Kafka's ack. */
    public int inFlight() {
        return inFlight.requests();
    }

    /** How many bytes of bodies are between the public port and Kafka's ack. */
    public long inFlightBytes() {
        return inFlight.bytes();
    }

    /** How many connections there are. */
    public int connections() {
        return admission.connections();
    }

    /** The limit of connections. */
    public int maxConnections() {
        return admission.capacity();
    }

    /** Whether the bound was reached in the last seconds. */
    public boolean isReached(Bound bound) {
        return admission.shortage(bound).isReached();
    }

    @Override
    public void close() {
        vertx.cancelTimer(beat);
        vertx.cancelTimer(looks);
        admission.close();
        if (server != null) {
            server.close();
        }
    }

    private void handle(HttpServerRequest request) {
        if (Admission.connection(request.connection()).isClosing()) {
            // It was sent before the answer to an earlier one, the last on this connection.
            return;
        }
        Caller caller = caller(request);
        try {
            route(caller, RequestTarget.of(request.uri()));
        } catch (RuntimeException e) {
            watcher.broken(e);
            caller.unavailable(UnavailableReason.FAULT, "the relay failed to read this request");
        }
    }

    private Caller caller(HttpServerRequest request) {
        Connection connection = Admission.connection(request.connection());
        Remote remote = Remote.of(
                connection.origin().address(),
                request.headers().getAll("X-Forwarded-For"),
                settings.connections().trustedProxies()::contains);
        return new Caller(request, connection, remote, nonces.next(), watcher, nanos);
    }

    private void refuseUnreadable(HttpServerRequest request) {
        UnreadableHead head = UnreadableHead.of(request.decoderResult().cause());
        caller(request).reject(head.status(), head.code(), head.message());
    }

    private void route(Caller caller, RequestTarget target) {
        Optional<Sender> sender = target.sender();
        if (sender.isEmpty()) {
            keyCheck.claim(caller, target);
            caller.reject(
                    404,
                    "NotFound",
                    "no such path; expected " + RequestTarget.pathOf(Sender.ARMS) + " or "
                            + RequestTarget.pathOf(Sender.PROMETHEUS));
        } else if (caller.request().method() != HttpMethod.POST) {
            caller.request().response().putHeader("Allow", "POST");
            keyCheck.claim(caller, target);
            caller.reject(405, "MethodNotAllowed", "expected POST");
        } else if (intake.isEmpty()) {
            keyCheck.claim(caller, target);
            caller.unavailable(UnavailableReason.CLOSED, closedBecause);
        } else {
            if (keyCheck.admits(caller, target)) {
                take(caller, sender.get());
            }
        }
    }

    private void take(Caller caller, Sender sender) {
        String transfer = caller.header("Transfer-Encoding").strip();
        if (!transfer.isEmpty() && !transfer.equalsIgnoreCase("chunked")) {
            caller.reject(501, "NotImplemented", "Transfer-Encoding: expected chunked or none");
            return;
        }
        if (announcedLength(caller) > settings.maxBodyBytes()) {
            caller.tooLarge(settings.maxBodyBytes());
            return;
        }
        Optional<String> reason = hindrance.get();
        if (reason.isPresent()) {
            caller.unavailable(UnavailableReason.DISK, reason.get());
            return;
        }
        Optional<InFlightRoom.Seat> seat = inFlight.enter(caller.integration());
        if (seat.isEmpty()) {
            admission.shortage(Bound.WEBHOOKS).reached();
            caller.unavailable(UnavailableReason.WEBHOOKS, "too many webhooks are in flight");
            return;
        }
        new Upload(
                        vertx,
                        caller,
                        sender,
                        seat.get(),
                        () -> intake,
                        turns,
                        watcher,
                        admission.shortage(Bound.BYTES),
                        settings,
                        clock,
                        nanos)
                .start();
        if (caller.header("Expect").equalsIgnoreCase("100-continue")) {
            caller.request().response().writeContinue();
        }
    }

    private static long announcedLength(Caller caller) {
        try {
            return Long.parseLong(caller.header("Content-Length"));
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
