package io.alertrelay.intake;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * How long a sender waits for its answer. A webhook posted longer ago is not stored: its sender has given up, and what
 * it posted since is newer. A process that was suspended (SIGSTOP, a machine that slept, a long garbage collection)
 * can't know how long the bytes that it then finds in its sockets have been there, so what it reads first counts as too
 * old.
 */
final class Patience {
    /** From the end of the suspension until the waiting bytes are read. */
    private static final Duration CATCH_UP = Duration.ofSeconds(1);

    private final long nanosOfPatience;
    private final LongSupplier nanos;
    private final Consumer<Duration> stoodStill;
    private long lookedAt;
    private long staleUntil;

    /**
     * @param nanos a monotonic clock that includes the time while the process is suspended and the machine sleeps
     * @param stoodStill is notified how long the process was suspended, if that was longer than the patience
     */
    Patience(Duration patience, LongSupplier nanos, Consumer<Duration> stoodStill) {
        this.nanosOfPatience = patience.toNanos();
        this.nanos = nanos;
        this.stoodStill = stoodStill;
        this.lookedAt = nanos.getAsLong();
        this.staleUntil = lookedAt;
    }

    /** To be called often by the thread that reads the sockets, and before each check. */
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
