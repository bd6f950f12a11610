package io.alertrelay.management;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The connections of the management port, bounded so that no client keeps others out: beyond the limit the connection
 * that has waited longest for a request or for the rest of one is closed, and a request must arrive in time, however
 * slowly it is sent. For the port's one event loop.
 */
final class Clients {
    /** Far more than probes, Prometheus and people need; each uses a descriptor. */
    static final int MOST = 64;

    private static final Duration FIRST_REQUEST = Duration.ofSeconds(10);
    private static final Duration NEXT_REQUEST = Duration.ofSeconds(75);

    private final Vertx vertx;
    private final Map<HttpConnection, Client> open = new LinkedHashMap<>();

    Clients(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Closes the connection at once, even with unread output, for which Vert.x would wait. */
    static void hangUp(HttpConnection connection) {
        if (connection instanceof HttpServerConnection internal) {
            // Below the handlers of Vert.x, which would first write what is queued.
            internal.channelHandlerContext().pipeline().firstContext().close();
        } else {
            connection.close();
        }
    }

    /** A client connects. */
    void opened(HttpConnection connection) {
        connection.closeHandler(closed -> gone(connection));
        if (open.size() >= MOST) {
            Optional<HttpConnection> oldest = open.entrySet().stream()
                    .filter(client -> client.getValue().isArriving())
                    .map(Map.Entry::getKey)
                    .findFirst();
            if (oldest.isEmpty()) {
                hangUp(connection);
                return;
            }
            gone(oldest.get());
            hangUp(oldest.get());
        }
        Client client = new Client();
        open.put(connection, client);
        await(connection, client, FIRST_REQUEST);
    }

    /** The head of a request has arrived. */
    void begins(HttpConnection connection) {
        Client client = open.get(connection);
        if (client != null) {
            client.requests++;
            vertx.cancelTimer(client.timer);
        }
    }

    /** The body of a request is still to come. */
    void reads(HttpConnection connection) {
        reading(connection, true);
    }

    /** All of the request has arrived. */
    void hasRead(HttpConnection connection) {
        reading(connection, false);
    }

    private void reading(HttpConnection connection, boolean now) {
        Optional.ofNullable(open.get(connection)).ifPresent(client -> client.reading = now);
    }

    /** It is answered. */
    void ended(HttpConnection connection) {
        Client client = open.remove(connection);
        if (client != null) {
            // To the end of the eviction order.
            open.put(connection, client);
            client.requests--;
            client.reading = false;
            if (client.requests == 0) {
                await(connection, client, NEXT_REQUEST);
            }
        }
    }

    private void await(HttpConnection connection, Client client, Duration atMost) {
        vertx.cancelTimer(client.timer);
        client.timer = vertx.setTimer(atMost.toMillis(), late -> hangUp(connection));
    }

    private void gone(HttpConnection connection) {
        Client client = open.remove(connection);
        if (client != null) {
            vertx.cancelTimer(client.timer);
        }
    }

    private static final class Client {
        private int requests;
        private boolean reading;
        private long timer = -1;

        private boolean isArriving() {
            return requests == 0 || reading;
        }
    }
}
