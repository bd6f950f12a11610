package io.alertrelay.app;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes what was started, in the reverse order. For one thread. */
final class Closing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

    private final Deque<Part> parts = new ArrayDeque<>();

    /**
     * Adds a part, which is closed before all earlier ones.
     *
     * @param name for the log
     */
    <T extends AutoCloseable> T push(String name, T part) {
        parts.push(new Part(name, part));
        return part;
    }

    /** Adds a part, and starts it: what started in part only is closed, too. */
    <T extends AutoCloseable, E extends Exception> T started(String name, T part, Start<T, E> start) throws E {
        push(name, part);
        start.start(part);
        return part;
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            Part part = parts.pop();
            try {
                part.end().close();
            } catch (Throwable e) {
                // Whatever it is, the other parts must be stopped, too.
                LOG.warn("while stopping {}: {}", part.name(), e.toString());
            }
        }
    }

    /** Starts a part. */
    @FunctionalInterface
    interface Start<T, E extends Exception> {
        /** Returns when it has started. */
        void start(T part) throws E;
    }

    private record Part(String name, AutoCloseable end) {}
}
