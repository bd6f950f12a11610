package io.alertrelay.management;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * {@code GET /api/v1/events}: the status as server-sent events: first all of it, then only what {@link Changes
 * changed}. Computed once for all clients, and only while there are any. The number of clients is bounded, and slow
 * readers are disconnected. For the port's one event loop.
 */
final class EventStreams {
    /** A refused page polls the status instead. */
    static final int MOST = 24;

    /** How often a client may not have read the previous event. */
    private static final int PATIENCE = 10;

    private static final ObjectNode NOTHING = JsonNodeFactory.instance.objectNode();

    private final Vertx vertx;
    private final Supplier<ObjectNode> status;
    private final Consumer<HttpServerResponse> head;
    private final Duration every;
    private final Map<HttpServerResponse, Looker> open = new HashMap<>();

    private ObjectNode last = NOTHING;
    private long timer;

    /**
     * Streams without clients.
     *
     * @param status must not block
     * @param head sets the headers that every answer has
     * @param every the interval of change events
     */
    EventStreams(Vertx vertx, Supplier<ObjectNode> status, Consumer<HttpServerResponse> head, Duration every) {
        this.vertx = vertx;
        this.status = status;
        this.head = head;
        this.every = every;
    }

    /** Adds a client; or returns why not. */
    Optional<ApiAnswer> open(HttpServerRequest request) {
        if (open.size() >= MOST) {
            return Optional.of(ApiAnswer.error(503, "Busy", "too many look already; ask /api/v1/status instead"));
        }
        if (open.isEmpty()) {
            last = status.get();
            timer = vertx.setPeriodic(every.toMillis(), tick -> push());
        }
        HttpServerResponse response = request.response();
        head.accept(response);
        response.setChunked(true)
                .putHeader("Content-Type", "text/event-stream; charset=utf-8")
                // nginx would keep it back until its buffer is full.
                .putHeader("X-Accel-Buffering", "no");
        response.write(event("all", Changes.between(NOTHING, last)));
        open.put(response, new Looker(request.connection(), 0));
        response.closeHandler(closed -> forget(response));
        response.exceptionHandler(broken -> forget(response));
        return Optional.empty();
    }

    private void push() {
        ObjectNode now = status.get();
        String changes = event("changes", Changes.between(last, now));
        last = now;
        Map.copyOf(open).entrySet().forEach(one -> {
            HttpServerResponse response = one.getKey();
            int before = one.getValue().unread;
            int unread = response.writeQueueFull() ? before + 1 : 0;
            open.put(response, new Looker(one.getValue().connection, unread));
            if (unread >= PATIENCE) {
                forget(response);
                Clients.hangUp(one.getValue().connection);
            } else if (unread == 0) {
                // A client that did not read for a while missed changes.
                response.write(before > 0 ? event("all", Changes.between(NOTHING, now)) : changes);
            }
        });
    }

    private void forget(HttpServerResponse response) {
        if (open.remove(response) != null && open.isEmpty()) {
            vertx.cancelTimer(timer);
            last = NOTHING;
        }
    }

    /** @param unread how often in a row it had not read what was sent before */
    private record Looker(HttpConnection connection, int unread) {}

    private static String event(String name, ObjectNode data) {
        return "event: " + name + "\ndata: " + data + "\n\n";
    }
}
