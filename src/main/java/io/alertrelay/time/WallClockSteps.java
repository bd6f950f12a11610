package io.alertrelay.time;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** Detects steps of the wall clock by comparing it with the monotonic clock of the machine. */
public final class WallClockSteps {
    /** Smaller differences are normal adjustments. */
    private static final Duration TOLERATED = Duration.ofSeconds(2);

    private final InstantSource wall;
    private final LongSupplier nanos;
    private Duration ahead;

    /** @param nanos a monotonic clock in nanoseconds from any origin, such as {@link System#nanoTime} */
    public WallClockSteps(InstantSource wall, LongSupplier nanos) {
        this.wall = wall;
        this.nanos = nanos;
        this.ahead = ahead();
    }

    /** How far it was set since the last call: negative if back, zero if it was not set. */
    public Duration step() {
        Duration now = ahead();
        Duration step = now.minus(ahead);
        ahead = now;
        return step.abs().compareTo(TOLERATED) > 0 ? step : Duration.ZERO;
    }

    private Duration ahead() {
        return Duration.ofMillis(wall.millis()).minusNanos(nanos.getAsLong());
    }
}
