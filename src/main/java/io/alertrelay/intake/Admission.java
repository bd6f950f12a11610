package io.alertrelay.intake;

import io.alertrelay.config.ConnectionLimits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * Admits connections to the public port, each with its {@link Connection}, and adjusts their limit every second to the
 * file descriptors that are free.
 */
final class Admission {
    private static final long LOOK_EVERY_MILLIS = 1000;

    private final Vertx vertx;
    private final ConnectionLimits settings;
    private final Nonces nonces;
    private final IntakeServerWatcher watcher;
    private final Connections connections;
    private final Patience patience;
    private final AcceptGate gate = new AcceptGate();
    private final Map<Bound, Shortage> shortages = new EnumMap<>(Bound.class);
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile Optional<Descriptors> used = Optional.empty();
    private volatile long timer = -1;

    /** @param nanos a monotonic clock, for how long a bound has not been reached */
    Admission(
            Vertx vertx,
            ConnectionLimits settings,
            Patience patience,
            Nonces nonces,
            IntakeServerWatcher watcher,
            LongSupplier nanos) {
        this.vertx = vertx;
        this.settings = settings;
        this.patience = patience;
        this.nonces = nonces;
        this.watcher = watcher;
        for (Bound bound : Bound.values()) {
            shortages.put(bound, new Shortage(bound, watcher, nanos));
        }
        this.connections = new Connections(
                settings, watcher, shortage(Bound.CONNECTIONS), shortage(Bound.CONNECTIONS_PER_ADDRESS));
    }

    /** Whether a bound of the public port is reached. */
    Shortage shortage(Bound bound) {
        return Objects.requireNonNull(shortages.get(bound));
    }

    void open() {
        look();
        timer = vertx.setPeriodic(LOOK_EVERY_MILLIS, tick -> {
            if (looking.compareAndSet(false, true)) {
                vertx.executeBlocking(this::look, false).onComplete(done -> looking.set(false));
            }
        });
    }

    void close() {
        vertx.cancelTimer(timer);
        connections.stop();
    }

    int connections() {
        return connections.open();
    }

    int capacity() {
        return connections.capacity();
    }

    /** Accepts a new connection, or refuses it if there is no room. */
    void enter(HttpConnection http) {
        ChannelHandlerContext context = ((HttpServerConnection) http).channelHandlerContext();
        Connection connection = new Connection(
                Origin.of(context.channel().remoteAddress()), connections, settings, this::slowHead, patience);
        context.pipeline().addFirst(connection);
        context.pipeline().addAfter("httpDecoder", null, new OnlyHttp1());
        if (context.channel().isOpen() && !connections.admit(connection)) {
            connection.refuse(raw(
                    "503 Service Unavailable",
                    IntakeReply.unavailable(
                            nonces.next(), UnavailableReason.CONNECTIONS, "too many connections; please try again")));
        }
        gate.admitted(context.channel());
    }

    /** The handler in front of the connection. */
    static Connection connection(HttpConnection http) {
        return ((HttpServerConnection) http).channelHandlerContext().pipeline().get(Connection.class);
    }

    private ByteBuf slowHead(Connection connection) {
        IntakeReply reply = IntakeReply.rejected(
                408, nonces.next(), "RequestTimeout", "the head of the request did not arrive in time");
        Remote remote = new Remote(connection.origin().address(), Optional.empty());
        watcher.answered(
                new Answered("", remote, reply, settings.headerTimeout().toMillis() / 1e3));
        return raw("408 Request Timeout", reply);
    }

    private static ByteBuf raw(String status, IntakeReply reply) {
        String head =
                "HTTP/1.1 " + status + "\r\nContent-Type: application/json; charset=utf-8\r\nConnection: close\r\n"
                        + reply.retryAfterSeconds()
                                .map(s -> "Retry-After: " + s + "\r\n")
                                .orElse("")
                        + "Content-Length: " + reply.body().length + "\r\n\r\n";
        return Unpooled.wrappedBuffer(head.getBytes(StandardCharsets.US_ASCII), reply.body());
    }

    private Object look() {
        shortages.values().forEach(Shortage::look);
        used = Descriptors.read(used);
        used.ifPresent(now -> {
            int most = now.connections(settings.max(), connections.open());
            if (most < settings.max()) {
                shortage(Bound.DESCRIPTORS).reached();
            }
            connections.capacity(most);
        });
        return this;
    }
}
