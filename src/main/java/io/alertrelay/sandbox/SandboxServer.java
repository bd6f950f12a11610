package io.alertrelay.sandbox;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads each request to its end, then has it answered: pushes by {@link PushHandler}, everything else by {@link
 * SandboxControl}.
 */
final class SandboxServer {
    /** Flashduty documents no limit; this one is far beyond any event within the limits of its fields. */
    static final int MAX_BODY_BYTES = 4 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(SandboxServer.class);

    private final Vertx vertx;
    private final PushHandler pushes;
    private final SandboxControl people;
    private final Clock clock;
    private final String requestIdPrefix;
    private final AtomicLong requests = new AtomicLong();

    SandboxServer(Vertx vertx, PushHandler pushes, SandboxControl people, Clock clock) {
        this.vertx = vertx;
        this.pushes = pushes;
        this.people = people;
        this.clock = clock;
        this.requestIdPrefix = "sandbox-" + Long.toHexString(clock.millis()) + "-";
    }

    void handle(HttpServerRequest request) {
        String requestId = requestIdPrefix + requests.incrementAndGet();
        Buffer body = Buffer.buffer();
        request.handler(chunk -> {
            // Everything beyond the limit is read and dropped: a caller that is still sending would miss the answer.
            if (body.length() <= MAX_BODY_BYTES) {
                body.appendBuffer(chunk);
            }
        });
        request.endHandler(end -> ending(request, body, requestId).play().accept(new Wire(vertx, request)));
    }

    private Ending ending(HttpServerRequest request, Buffer body, String requestId) {
        try {
            if (body.length() > MAX_BODY_BYTES) {
                return Ending.reply(Refusals.tooLarge(requestId, MAX_BODY_BYTES));
            }
            if (!readableQuery(request)) {
                return Ending.reply(Refusals.invalidParameter(
                        requestId, "the query: found a broken percent-encoding, expected name=value"));
            }
            Optional<Endpoint> endpoint = Endpoint.ofPath(request.path());
            if (endpoint.isEmpty()) {
                return Ending.reply(people.answer(request, body.getBytes(), requestId));
            }
            return request.method().equals(HttpMethod.POST)
                    ? pushes.receive(push(endpoint.get(), request, body.getBytes()), requestId)
                    : Ending.reply(Refusals.wrongMethod(requestId, "POST"));
        } catch (RuntimeException e) {
            LOG.error("sandbox failed to answer {}", requestId, e);
            return Ending.reply(Refusals.internal(requestId));
        }
    }

    /** Vert.x repeats the query, key included, in its exception: it must not reach the log. */
    private static boolean readableQuery(HttpServerRequest request) {
        try {
            request.params();
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private ReceivedPush push(Endpoint endpoint, HttpServerRequest request, byte[] body) {
        return new ReceivedPush(
                endpoint,
                request.getParam("integration_key", ""),
                Optional.ofNullable(request.getHeader("Content-Type")).orElse(""),
                body,
                endpoint.read(body),
                clock.instant());
    }
}
