package io.alertrelay.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Keeps to a rate: hands out the times at which requests may be sent, evenly spaced, with a burst of one second's worth
 * after a pause. No minute has more than the rate and that burst. Thread-safe.
 */
public final class Pace {
    private static final Duration RESERVE = Duration.ofSeconds(1);

    private final Duration whole;
    private Duration interval;
    private Instant nextFree = Instant.MIN;
    private Optional<Instant> askedAt = Optional.empty();
    private int taken;

    /** @param permits requests in each {@code per} */
    public Pace(int permits, Duration per) {
        this.whole = per.dividedBy(permits);
        this.interval = whole;
    }

    /**
     * Limits the pace to this part of the rate from now on.
     *
     * @param part above 0, at most 1
     */
    public synchronized void share(double part) {
        interval = Duration.ofNanos((long) (whole.toNanos() / part));
    }

    /** The next time at which a request may be sent; it may be past. */
    synchronized Instant next(Instant now) {
        Duration reserve = RESERVE.compareTo(interval) > 0 ? RESERVE.minus(interval) : Duration.ZERO;
        Instant earliest = now.minus(reserve);
        return nextFree.isBefore(earliest) ? earliest : nextFree;
    }

    /** Takes the next time, so that no other caller gets it. */
    synchronized Instant take(Instant now) {
        Instant slot = next(now);
        nextFree = slot.plus(interval);
        taken++;
        return slot;
    }

    /**
     * The part of the whole rate that was used since the last call, or could have been: 1 if a caller waits for its
     * time.
     */
    public synchronized double wanted(Instant now) {
        double possible = askedAt.map(
                        since -> (double) Duration.between(since, now).toNanos() / this.whole.toNanos())
                .orElse(0.0);
        double used = possible > 0 ? Math.min(1, taken / possible) : 0;
        askedAt = Optional.of(now);
        taken = 0;
        return nextFree.isAfter(now) ? 1 : used;
    }
}
