package io.alertrelay.intake;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.function.LongSupplier;

/** One request to the public port and its one answer. Confined to the event loop of its connection. */
final class Caller {
    private static final int QUARANTINED = 400;

    private final HttpServerRequest request;
    private final Connection connection;
    private final long number;
    private final Remote remote;
    private final String nonce;
    private final IntakeServerWatcher watcher;
    private final LongSupplier nanos;
    private final long startedNanos;
    private String integration = "";
    private boolean answered;

    /** @param nanos a monotonic clock, for how long the answer takes */
    Caller(
            HttpServerRequest request,
            Connection connection,
            Remote remote,
            String nonce,
            IntakeServerWatcher watcher,
            LongSupplier nanos) {
        this.request = request;
        this.connection = connection;
        this.number = connection.requestBegins();
        this.remote = remote;
        this.nonce = nonce;
        this.watcher = watcher;
        this.nanos = nanos;
        this.startedNanos = nanos.getAsLong();
    }

    HttpServerRequest request() {
        return request;
    }

    /**
     * Its key is, or was, one of that integration: a request that is refused all the same, because the key has expired
     * or its path or method is wrong, counts for it.
     */
    void claims(String name) {
        integration = name;
    }

    /** The part of its receipt that can't be guessed; all of its request id when nothing is stored. */
    String nonce() {
        return nonce;
    }

    String integration() {
        return integration;
    }

    void knownAs(String name) {
        claims(name);
        connection.keyIsKnown();
    }

    /** The header's value, empty if it is absent. */
    String header(String name) {
        String value = request.getHeader(name);
        return value == null ? "" : value;
    }

    /**
     * Whether the sender has given up waiting; it is answered in case that it has not, and its connection is closed.
     */
    boolean hasGivenUp() {
        if (!answered && connection.givenUp()) {
            answer(IntakeReply.tooOld(nonce));
        }
        return answered;
    }

    void reject(int status, String code, String message) {
        answer(IntakeReply.rejected(status, nonce, code, message));
    }

    void tooLarge(int maxBytes) {
        reject(413, "EntityTooLarge", "the body is larger than " + maxBytes + " bytes (server.max_body)");
    }

    void unavailable(UnavailableReason why, String message) {
        answer(IntakeReply.unavailable(nonce, why, message + "; please try again"));
    }

    /** Nobody is there any more to be answered; its alerts may be lost. */
    void brokenOff(String message) {
        if (!answered) {
            answered = true;
            IntakeReply never = IntakeReply.rejected(IntakeReply.BROKEN_OFF, nonce, "BrokenOff", message);
            watcher.brokenOff(new Answered(integration, remote, never, seconds()));
        }
    }

    private double seconds() {
        return (nanos.getAsLong() - startedNanos) / 1e9;
    }

    /**
     * Sends the answer, unless one was sent. After a rejection, or if the body is not read to its end, nothing more is
     * read from the connection.
     */
    void answer(IntakeReply reply) {
        if (answered) {
            return;
        }
        answered = true;
        watcher.answered(new Answered(integration, remote, reply, seconds()));
        HttpServerResponse response = request.response();
        if (response.closed()) {
            return;
        }
        response.setStatusCode(reply.status()).putHeader("Content-Type", "application/json; charset=utf-8");
        reply.retryAfterSeconds().ifPresent(s -> response.putHeader("Retry-After", String.valueOf(s)));
        boolean last = !request.isEnded() || turnedAway(reply);
        if (last) {
            response.putHeader("Connection", "close");
            connection.closing();
        }
        response.end(Buffer.buffer(reply.body())).onComplete(written -> {
            if (last) {
                connection.lastAnswerIsWritten();
            } else {
                connection.done(number);
            }
        });
    }

    /**
     * A body that was quarantined or could not be stored now is no reason to close: the sender is known. One that has
     * given up on its webhook has given up on the connection.
     */
    private static boolean turnedAway(IntakeReply reply) {
        return reply.status() > QUARANTINED
                && reply.notNow()
                        .filter(why -> why != UnavailableReason.TOO_OLD)
                        .isEmpty();
    }
}
