package io.alertrelay.time;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.LongSupplier;

/**
 * A monotonic clock for waits: it shows the time of day of its creation, advanced by the monotonic clock of the
 * machine. Setting the wall clock, by hand or by NTP, does not affect it; so its instants must only be compared with
 * each other, never with those of the wall clock.
 */
public final class SteadyClock extends Clock {
    private final LongSupplier nanos;
    private final long origin;
    private final Instant start;
    private final ZoneId zone;

    /**
     * A clock that begins now.
     *
     * @param nanos a monotonic clock in nanoseconds from any origin, such as {@link System#nanoTime}
     */
    public SteadyClock(Clock wall, LongSupplier nanos) {
        this(nanos, nanos.getAsLong(), wall.instant(), wall.getZone());
    }

    private SteadyClock(LongSupplier nanos, long origin, Instant start, ZoneId zone) {
        this.nanos = nanos;
        this.origin = origin;
        this.start = start;
        this.zone = zone;
    }

    @Override
    public Instant instant() {
        return start.plusNanos(nanos.getAsLong() - origin);
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
        return new SteadyClock(nanos, origin, start, other);
    }
}
