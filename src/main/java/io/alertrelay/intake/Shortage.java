package io.alertrelay.intake;

import java.util.function.LongSupplier;

/**
 * A bound that is reached repeatedly: reports the beginning, and the end once it has not been reached for ten seconds.
 */
final class Shortage {
    private static final long OVER_NANOS = 10_000_000_000L;

    private final Bound bound;
    private final IntakeServerWatcher watcher;
    private final LongSupplier nanos;
    private boolean warned;
    private long last;

    /** @param nanos a clock that never goes back */
    Shortage(Bound bound, IntakeServerWatcher watcher, LongSupplier nanos) {
        this.bound = bound;
        this.watcher = watcher;
        this.nanos = nanos;
    }

    /** It was reached once more. */
    synchronized void reached() {
        last = nanos.getAsLong();
        if (!warned) {
            warned = true;
            watcher.full(bound);
        }
    }

    /** Whether it was reached recently. */
    synchronized boolean isReached() {
        return warned;
    }

    /** To be called every second or so. */
    synchronized void look() {
        if (warned && nanos.getAsLong() - last > OVER_NANOS) {
            warned = false;
            watcher.roomAgain(bound);
        }
    }
}
