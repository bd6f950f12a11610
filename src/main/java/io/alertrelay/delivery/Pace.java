package io.alertrelay.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Keeps to a rate: hands out the moments at which requests may be sent, evenly spaced, with a second's worth in
 * reserve after a pause. In no minute are there more than the rate and that second's worth. Safe for use by many
 * threads.
 */
public final class Pace {
    private final Duration interval;
    private final Duration reserve;
    private final Clock clock;
    private Instant nextFree = Instant.MIN;

    /**
     * @param permits requests in each {@code per}
     * @param clock says what time it is
     */
    public Pace(int permits, Duration per, Clock clock) {
        this.interval = per.dividedBy(permits);
        this.reserve = Duration.ofSeconds(1).minus(interval).isNegative()
                ? Duration.ZERO
                : Duration.ofSeconds(1).minus(interval);
        this.clock = clock;
    }

    /** Takes the next moment at which a request may be sent; it may be past already. */
    public synchronized Instant take() {
        Instant now = clock.instant();
        Instant earliest = now.minus(reserve);
        Instant slot = nextFree.isBefore(earliest) ? earliest : nextFree;
        nextFree = slot.plus(interval);
        return slot;
    }
}
