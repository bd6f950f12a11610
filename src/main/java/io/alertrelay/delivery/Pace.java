package io.alertrelay.delivery;

import java.time.Duration;
import java.time.Instant;

/**
 * Keeps to a rate: hands out the moments at which requests may be sent, evenly spaced, with a second's worth in reserve
 * after a pause. In no minute are there more than the rate and that second's worth. Safe for use by many threads.
 */
public final class Pace {
    private static final Duration RESERVE = Duration.ofSeconds(1);

    private final Duration whole;
    private Duration interval;
    private Instant nextFree = Instant.MIN;

    /** @param permits requests in each {@code per} */
    public Pace(int permits, Duration per) {
        this.whole = per.dividedBy(permits);
        this.interval = whole;
    }

    /**
     * From now on only this part of the rate.
     *
     * @param part above 0, at most 1
     */
    public synchronized void share(double part) {
        interval = Duration.ofNanos((long) (whole.toNanos() / part));
    }

    /** The next moment at which a request may be sent; it may be past already. */
    public synchronized Instant next(Instant now) {
        Duration reserve = RESERVE.compareTo(interval) > 0 ? RESERVE.minus(interval) : Duration.ZERO;
        Instant earliest = now.minus(reserve);
        return nextFree.isBefore(earliest) ? earliest : nextFree;
    }

    /** Takes the next moment, so that nobody else gets it. */
    public synchronized Instant take(Instant now) {
        Instant slot = next(now);
        nextFree = slot.plus(interval);
        return slot;
    }
}
