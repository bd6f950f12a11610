package io.alertrelay.intake;

import io.alertrelay.config.AddressRange;
import io.alertrelay.config.ConnectionLimits;
import io.alertrelay.config.KeyRing;
import io.alertrelay.config.KnownKey;
import io.alertrelay.config.ServerSettings;
import io.alertrelay.config.TrustedProxies;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A server on a free port that stores what it is sent in a list, and remembers what it tells. */
final class RunningIntakeServer implements AutoCloseable, IntakeServerWatcher {
    static final String KEY = "key-of-arms-prod";
    static final String OTHER_KEY = "key-of-the-other";
    static final int MAX_BODY = 250_000;

    final List<Submission> submitted = new CopyOnWriteArrayList<>();
    final List<Answered> answered = new CopyOnWriteArrayList<>();
    final List<Closed> closed = new CopyOnWriteArrayList<>();
    final List<Duration> stoodStill = new CopyOnWriteArrayList<>();
    final List<Bound> full = new CopyOnWriteArrayList<>();
    final List<Throwable> broken = new CopyOnWriteArrayList<>();
    /** How long the machine has slept, in nanoseconds. */
    final AtomicLong slept = new AtomicLong();

    final List<Answered> brokenOff = new CopyOnWriteArrayList<>();
    final AtomicInteger beats = new AtomicInteger();
    final IntakeServer server;
    final int port;
    volatile Intake intake = submission -> {
        submitted.add(submission);
        return CompletableFuture.completedFuture(IntakeReply.accepted("w0-1-" + submission.nonce(), 1));
    };
    /** Called for what is inspected ahead, on the thread that inspects it. */
    volatile Consumer<Submission> inspection = submission -> {};

    static final TrustedProxies NO_PROXIES = new TrustedProxies(List.of());
    static final TrustedProxies LOCAL_PROXY =
            new TrustedProxies(List.of(AddressRange.parse("127.0.0.1").orElseThrow()));

    private final Vertx vertx = Vertx.vertx();

    RunningIntakeServer(ServerSettings settings) throws IntakeServerException {
        server = new IntakeServer(
                vertx,
                settings,
                () -> new KeyRing(List.of(
                        KnownKey.of("arms-prod", KEY, Optional.empty()),
                        KnownKey.of("other", OTHER_KEY, Optional.empty()))),
                new KeyUses(Clock.systemUTC(), Clock.systemUTC()),
                new Nonces(new Random(1)),
                this,
                Clock.systemUTC(),
                System::nanoTime,
                () -> System.nanoTime() + slept.get());
        port = server.listen(beats::incrementAndGet);
        server.open(
                new Intake() {
                    @Override
                    public CompletionStage<IntakeReply> submit(Submission submission) {
                        return intake.submit(submission);
                    }

                    @Override
                    public Supplier<CompletionStage<IntakeReply>> inspect(Submission submission) {
                        inspection.accept(submission);
                        return () -> submit(submission);
                    }
                },
                () -> 0);
    }

    static RunningIntakeServer open() throws IntakeServerException {
        return new RunningIntakeServer(settings(100, connections(2000, Duration.ofSeconds(30))));
    }

    static ServerSettings settings(int maxInFlight, ConnectionLimits connections) {
        return settings(maxInFlight, Duration.ofSeconds(30), connections);
    }

    static ServerSettings settings(int maxInFlight, Duration bodyTimeout, ConnectionLimits connections) {
        return settings(maxInFlight, Duration.ofSeconds(20), bodyTimeout, connections);
    }

    static ServerSettings settings(
            int maxInFlight, Duration ackTimeout, Duration bodyTimeout, ConnectionLimits connections) {
        return new ServerSettings(
                "127.0.0.1", 0, MAX_BODY, maxInFlight, ackTimeout, bodyTimeout, Duration.ofSeconds(60), connections);
    }

    /** With this {@code sender_patience}. */
    static ServerSettings patient(Duration senderPatience) {
        ServerSettings usual = settings(10, connections(20, Duration.ofSeconds(30)));
        return new ServerSettings(
                usual.host(),
                usual.port(),
                usual.maxBodyBytes(),
                usual.maxInFlight(),
                usual.ackTimeout(),
                usual.bodyTimeout(),
                senderPatience,
                usual.connections());
    }

    static ConnectionLimits connections(int max, Duration headTimeout) {
        return connections(max, OptionalInt.empty(), headTimeout, NO_PROXIES);
    }

    static ConnectionLimits connections(int max, OptionalInt perAddress, Duration headTimeout, TrustedProxies trusted) {
        return new ConnectionLimits(
                max, perAddress, Duration.ofSeconds(75), headTimeout, Duration.ofSeconds(2), trusted);
    }

    /** The head of a post, up to the empty line. */
    static String head(String key, String... headers) {
        return "POST /event/push/alert/aliyun-arms?integration_key=" + key + " HTTP/1.1\r\nHost: relay\r\n"
                + String.join("", Arrays.stream(headers).map(h -> h + "\r\n").toList()) + "\r\n";
    }

    /** A whole post. */
    static String post(String key, String body, String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = "Content-Length: " + body.length();
        return head(key, all) + body;
    }

    RawClient connect() throws java.io.IOException {
        return new RawClient(port);
    }

    @Override
    public void answered(Answered one) {
        answered.add(one);
    }

    @Override
    public void brokenOff(Answered never) {
        brokenOff.add(never);
    }

    @Override
    public void closed(Closed why) {
        closed.add(why);
    }

    @Override
    public void stoodStill(Duration duration) {
        stoodStill.add(duration);
    }

    @Override
    public void full(Bound bound) {
        full.add(bound);
    }

    @Override
    public void roomAgain(Bound bound) {
        full.remove(bound);
    }

    @Override
    public void broken(Throwable cause) {
        broken.add(cause);
    }

    @Override
    public void close() {
        server.close();
        vertx.close();
    }
}
