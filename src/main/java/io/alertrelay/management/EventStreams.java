package io.alertrelay.management;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * {@code GET /api/v1/events}: the status as server-sent events, once a second, what {@link Changes changed} only; first all of
 * it. Made once for all who look, and only while somebody does. There is a bound of how many look, and who does not read
 * goes. For the port's one event loop.
 */
final class EventStreams {
    /** A page that is refused asks for the status now and then instead. */
    static final int MOST = 24;

    private static final long EVERY_MS = 1000;
    /** How often somebody may not have read what was sent before. */
    private static final int PATIENCE = 10;

    private static final ObjectNode NOTHING = JsonNodeFactory.instance.objectNode();

    private final Vertx vertx;
    private final Supplier<ObjectNode> status;
    private final Consumer<HttpServerResponse> head;
    /** Those who look, and how often in a row they had not read what was sent before. */
    private final Map<HttpServerResponse, Integer> open = new HashMap<>();

    private ObjectNode last = NOTHING;
    private long timer;

    /**
     * One at which nobody looks.
     *
     * @param status must not block
     * @param head sets the headers that every answer has
     */
    EventStreams(Vertx vertx, Supplier<ObjectNode> status, Consumer<HttpServerResponse> head) {
        this.vertx = vertx;
        this.status = status;
        this.head = head;
    }

    /** Somebody looks; or why not. */
    Optional<ApiAnswer> open(HttpServerRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            return Optional.of(ApiAnswer.error(403, "ForeignOrigin", "expected no page of another site"));
        }
        if (open.size() >= MOST) {
            return Optional.of(ApiAnswer.error(503, "Busy", "too many look already; ask /api/v1/status instead"));
        }
        if (open.isEmpty()) {
            last = status.get();
            timer = vertx.setPeriodic(EVERY_MS, tick -> tell());
        }
        HttpServerResponse response = request.response();
        head.accept(response);
        response.setChunked(true).putHeader("Content-Type", "text/event-stream; charset=utf-8");
        response.write(event("all", Changes.between(NOTHING, last)));
        open.put(response, 0);
        response.closeHandler(closed -> forget(response));
        response.exceptionHandler(broken -> forget(response));
        return Optional.empty();
    }

    private void tell() {
        ObjectNode now = status.get();
        String changes = event("changes", Changes.between(last, now));
        last = now;
        List.copyOf(open.entrySet()).forEach(one -> {
            HttpServerResponse response = one.getKey();
            int unread = response.writeQueueFull() ? one.getValue() + 1 : 0;
            if (unread >= PATIENCE) {
                forget(response);
                response.reset();
            } else if (unread > 0) {
                // It is told all of it once it reads again.
                open.put(response, unread);
            } else {
                response.write(one.getValue() > 0 ? event("all", Changes.between(NOTHING, now)) : changes);
                open.put(response, 0);
            }
        });
    }

    private void forget(HttpServerResponse response) {
        if (open.remove(response) != null && open.isEmpty()) {
            vertx.cancelTimer(timer);
            last = NOTHING;
        }
    }

    private static String event(String name, ObjectNode data) {
        return "event: " + name + "\ndata: " + data + "\n\n";
    }
}
