package io.alertrelay.camel;

import io.alertrelay.alert.TraceParent;
import java.util.Optional;
import org.apache.hc.core5.concurrent.Cancellable;

/** One request to a push target, as seen by whoever waits for it: how far it got, and how to end it. */
final class PushRequest {
    private final Optional<TraceParent> trace;
    private Optional<Cancellable> running = Optional.empty();
    private boolean connected;
    private boolean ended;

    /** @param trace that it belongs to, if it is known */
    PushRequest(Optional<TraceParent> trace) {
        this.trace = trace;
    }

    Optional<TraceParent> trace() {
        return trace;
    }

    /** It is on its way to a connection. */
    void begun(Cancellable request) {
        boolean late;
        synchronized (this) {
            running = Optional.of(request);
            late = ended;
        }
        if (late) {
            request.cancel();
        }
    }

    /** It has a connection, on which it is written next. */
    synchronized void connected() {
        connected = true;
    }

    /** Whether a byte of it may have been written. */
    synchronized boolean mayHaveArrived() {
        return connected;
    }

    /** Closes its connection, whatever is done on it. May block, if the operating system does. */
    void end() {
        Optional<Cancellable> request;
        synchronized (this) {
            ended = true;
            request = running;
        }
        request.ifPresent(Cancellable::cancel);
    }
}
