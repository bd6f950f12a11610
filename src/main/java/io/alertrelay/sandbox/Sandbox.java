package io.alertrelay.sandbox;

import io.alertrelay.text.UrlHost;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/**
 * A stand-in for Flashduty's push API, for trials and tests: it accepts and refuses as the real one does, remembers its
 * requests, and misbehaves on command. It keeps the newest 200,000 requests, and at most 256 MiB of bodies; it notifies
 * nobody. All methods may be called from any thread, {@link #start} and {@link #close} from none of Vert.x.
 */
public final class Sandbox implements AutoCloseable {
    private static final int MAX_REQUESTS = 200_000;
    private static final long MAX_BYTES = 256L << 20;
    private static final int WAIT_SECONDS = 10;

    private final SandboxOptions settings;
    private final Optional<RequestJournal> journal;
    private final ReceivedLog log = new ReceivedLog(MAX_REQUESTS, MAX_BYTES);
    private final Account account = new Account();
    private final Faults faults = new Faults();
    private final Map<String, String> channels = Collections.synchronizedMap(new LinkedHashMap<>());
    private final PushHandler pushes;
    private final HttpServer server;

    private Sandbox(Vertx vertx, SandboxOptions settings, Clock clock, Optional<RequestJournal> journal)
            throws SandboxException {
        this.settings = settings;
        this.journal = journal;
        this.pushes = new PushHandler(account, faults, log, journal);
        SandboxServer server =
                new SandboxServer(vertx, pushes, new SandboxControl(log, pushes, faults, channels), clock);
        this.server = listen(vertx, settings, server);
    }

    /** Starts on loopback, as {@link #start(Vertx, SandboxOptions, Clock)} does. */
    public static Sandbox start(Vertx vertx, int port, Clock clock) throws SandboxException {
        return start(vertx, SandboxOptions.onLoopback(port), clock);
    }

    /** Starts on loopback with a journal, as {@link #start(Vertx, SandboxOptions, Clock)} does. */
    public static Sandbox start(Vertx vertx, int port, Clock clock, Optional<Path> journal) throws SandboxException {
        return start(vertx, new SandboxOptions(SandboxOptions.onLoopback(port).host(), port, journal), clock);
    }

    /**
     * Starts, and returns when it listens.
     *
     * @param vertx owned by the caller: {@link #close} does not close it
     * @param clock for the times of arrival and the rate limits
     * @throws SandboxException if the port can't be bound or the journal can't be opened
     */
    public static Sandbox start(Vertx vertx, SandboxOptions settings, Clock clock) throws SandboxException {
        Optional<RequestJournal> journal = Optional.empty();
        if (settings.journal().isPresent()) {
            journal = Optional.of(RequestJournal.open(settings.journal().get()));
        }
        try {
            return new Sandbox(vertx, settings, clock, journal);
        } catch (SandboxException e) {
            journal.ifPresent(RequestJournal::close);
            throw e;
        }
    }

    /** The port that it listens on. */
    public int port() {
        return server.actualPort();
    }

    /** Where it is found, without a path: {@code http://HOST:PORT}. */
    String url() {
        return "http://" + UrlHost.of(settings.host()) + ":" + port();
    }

    /** The push URL for standard events; it contains the key. */
    public String pushUrl(String integrationKey) {
        return pushUrl(Endpoint.STANDARD, integrationKey);
    }

    /** The push URL for bodies in the ARMS shape; it contains the key. */
    String armsPushUrl(String integrationKey) {
        return pushUrl(Endpoint.ARMS, integrationKey);
    }

    /** Every POST to a push URL whose body arrived whole and within 4 MiB, in order of arrival. */
    public List<Received> received() {
        return log.matching(any -> true);
    }

    /** Those with that key. */
    public List<Received> received(String integrationKey) {
        return log.matching(received -> received.integrationKey().equals(integrationKey));
    }

    /**
     * Those with that key that were answered 2xx without an error, repeated ones included: {@link Received#accepted}.
     */
    public List<Received> accepted(String integrationKey) {
        return log.matching(received -> received.integrationKey().equals(integrationKey) && received.accepted());
    }

    /**
     * The histories of the alerts of a key, by their {@code alert_key}, in the order in which they were first received.
     * Unlike {@link #accepted}, it includes events whose answer a fault spoiled, and no duplicates.
     */
    public Map<String, AlertHistory> alerts(String integrationKey) {
        return pushes.alerts(integrationKey).histories();
    }

    /** From now on its page shows that this key belongs to a channel, even before anything arrives for it. */
    public void show(String integrationKey, String channel) {
        channels.put(integrationKey, channel);
    }

    /** From now on only these keys are valid. Until then, every key is. */
    void allowKeys(Set<String> integrationKeys) {
        account.allow(integrationKeys);
    }

    /** From now on this key may push at most so many times in any minute; beyond that it is answered 429. */
    void limit(String integrationKey, int perMinute) {
        account.limit(integrationKey, perMinute);
    }

    /** From now on all keys together may push at most so many times in any minute. */
    void limitAccount(int perMinute) {
        account.limit(perMinute);
    }

    /** Lifts every limit. */
    void unlimited() {
        account.unlimited();
    }

    /** Adds to the queue of faults of that key: the next requests meet them one by one. */
    public void fault(String integrationKey, Fault... next) {
        faults.of(integrationKey).next(List.of(next));
    }

    /** From now on every request of that key meets this fault, unless one of the queue or a condition comes first. */
    public void faultAlways(String integrationKey, Fault fault) {
        faults.of(integrationKey).always(fault);
    }

    /**
     * From now on the requests of that key that fulfil the condition meet this fault.
     *
     * @param condition sees the request as {@link Handling#ARRIVED}; it is called on the event loop and must not block
     */
    public void faultWhen(String integrationKey, Predicate<Received> condition, Fault fault) {
        faults.of(integrationKey).when(condition, fault);
    }

    /** Clears every fault of that key. A request that already hangs is not affected. */
    public void heal(String integrationKey) {
        faults.heal(integrationKey);
    }

    void order(FaultOrder order) {
        order.applyTo(faults);
    }

    /** Stops listening and drops the connections that are left, at the latest after 10 s. */
    @Override
    public void close() {
        try {
            server.close().toCompletionStage().toCompletableFuture().get(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the sandbox did not close", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            journal.ifPresent(RequestJournal::close);
        }
    }

    private String pushUrl(Endpoint endpoint, String integrationKey) {
        return url() + endpoint.path() + "?integration_key="
                + URLEncoder.encode(integrationKey, StandardCharsets.UTF_8);
    }

    private static HttpServer listen(Vertx vertx, SandboxOptions settings, SandboxServer server)
            throws SandboxException {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(settings.host())
                .setPort(settings.port())
                // A fault must break one request, not all that share an HTTP/2 connection.
                .setHttp2ClearTextEnabled(false)
                .setHandle100ContinueAutomatically(true);
        try {
            return vertx.createHttpServer(options)
                    .requestHandler(server::handle)
                    .listen()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw cantListen(settings, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cantListen(settings, e);
        }
    }

    private static SandboxException cantListen(SandboxOptions settings, Exception cause) {
        String why =
                cause.getCause() == null ? cause.toString() : cause.getCause().getMessage();
        return new SandboxException(
                "the sandbox can't listen on " + settings.host() + ":" + settings.port() + ": " + why, cause);
    }
}
