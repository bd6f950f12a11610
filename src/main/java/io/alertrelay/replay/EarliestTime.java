package io.alertrelay.replay;

import java.time.Instant;

/**
 * The earliest time at which, by the clocks of those times, something was stored. It is earlier than the first record's
 * if the wall clock was set back since: Kafka's search for that record's time would pass over what was stored
 * meanwhile.
 */
final class EarliestTime {
    private Instant earliest;

    /**
     * @param first when the first record was stored
     * @param ordered when the replay was ordered, which was later
     */
    EarliestTime(Instant first, Instant ordered) {
        this.earliest = ordered.isBefore(first) ? ordered : first;
    }

    /** Something else that counts. */
    void add(Instant time) {
        if (time.isBefore(earliest)) {
            earliest = time;
        }
    }

    Instant get() {
        return earliest;
    }
}
