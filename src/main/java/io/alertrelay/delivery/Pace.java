package io.alertrelay.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Keeps to a rate: hands out the moments at which requests may be sent, evenly spaced, with a second's worth in reserve
 * after a pause. In no minute are there more than the rate and that second's worth. Safe for use by many threads.
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
        taken++;
        return slot;
    }

    /**
     * What part of the whole rate was used since the last call, or could have been: 1 if somebody waits for a moment
     * that is still to come.
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
