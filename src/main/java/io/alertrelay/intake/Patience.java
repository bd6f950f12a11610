package io.alertrelay.intake;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * For how long a sender waits for its answer. What it posted longer ago is not to be stored: it has given up by now,
 * and what it posted since says more. A process that stood still (SIGSTOP, a paused virtual machine, a long collection
 * of garbage) can't know how long the bytes lay in its sockets that it finds when it goes on; so what it reads first
 * then counts as too old.
 */
final class Patience {
    /** From going on until what had waited in the sockets is read. */
    private static final Duration CATCH_UP = Duration.ofSeconds(1);

    private final long nanosOfPatience;
    private final LongSupplier nanos;
    private final Consumer<Duration> stoodStill;
    private long lookedAt;
    private long staleUntil;

    /**
     * @param nanos a monotonic clock, which counts the time in which the process stands still
     * @param stoodStill told for how long it stood still, if that was longer than the patience
     */
    Patience(Duration patience, LongSupplier nanos, Consumer<Duration> stoodStill) {
        this.nanosOfPatience = patience.toNanos();
        this.nanos = nanos;
        this.stoodStill = stoodStill;
        this.lookedAt = nanos.getAsLong();
        this.staleUntil = lookedAt;
    }

    /** The thread that reads the sockets is here; to be called often, and before whatever it reads is judged. */
    synchronized long look() {
        long now = nanos.getAsLong();
        long since = now - lookedAt;
        if (since > nanosOfPatience) {
            staleUntil = now + CATCH_UP.toNanos();
            stoodStill.accept(Duration.ofNanos(since));
        }
        lookedAt = now;
        return now;
    }

    /**
     * Whether a sender has given up.
     *
     * @param begunAt when the first byte of its request was read, as {@link #look} said
     */
    synchronized boolean isOver(long begunAt) {
        return look() - begunAt > nanosOfPatience || begunAt - staleUntil < 0;
    }
}
