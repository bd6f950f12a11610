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
    private long places;

    /** @param permits requests in each {@code per} */
    public Pace(int permits, Duration per) {
        this.whole = per.dividedBy(permits);
        this.interval = whole;
    }

    /**
     * Limits the pace to this part of the rate from now on. Of the places that were taken and are yet to come none is
     * lost: they {@linkplain Place#at come} sooner when the part grows, and later when it shrinks.
     *
     * @param part above 0, at most 1
     */
    public synchronized void share(double part, Instant now) {
        Duration before = interval;
        interval = Duration.ofNanos((long) (whole.toNanos() / part));
        if (!interval.equals(before) && nextFree.isAfter(now)) {
            double ahead = (double) Duration.between(now, nextFree).toNanos() / before.toNanos();
            nextFree = now.plusNanos(Math.round(ahead * interval.toNanos()));
        }
    }

    /** The next time at which a request may be sent; it may be past. */
    synchronized Instant next(Instant now) {
        Duration reserve = RESERVE.compareTo(interval) > 0 ? RESERVE.minus(interval) : Duration.ZERO;
        Instant earliest = now.minus(reserve);
        return nextFree.isBefore(earliest) ? earliest : nextFree;
    }

    /** Takes the next time, so that no other caller gets it. */
    synchronized Instant take(Instant now) {
        return place(now).at(now);
    }

    /** Takes the next time, so that no other caller gets it, for one who waits for it. */
    synchronized Place place(Instant now) {
        Instant slot = next(now);
        nextFree = slot.plus(interval);
        taken++;
        places++;
        return new Place(places, slot);
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

    /** A place among those who wait for their times. */
    final class Place {
        private final long number;
        private Instant at;

        private Place(long number, Instant at) {
            this.number = number;
            this.at = at;
        }

        /** When its turn is, as it is known now; once that has come, it stays. */
        Instant at(Instant now) {
            synchronized (Pace.this) {
                if (at.isAfter(now)) {
                    at = nextFree.minus(interval.multipliedBy(places - number + 1));
                }
                return at;
            }
        }
    }
}
