package io.alertrelay.reading;

import java.time.Duration;

/** How far the time of a record and the times in it may be apart. */
public final class RecordTimes {
    /**
     * The most between a webhook's receipt, or the giving up of a delivery, and the time of the record of it,
     * differences between relays' clocks included.
     */
    public static final Duration MARGIN = Duration.ofMinutes(10);

    /** Relays' clocks differ by less. */
    public static final Duration CLOCK_MARGIN = Duration.ofMinutes(1);

    private RecordTimes() {}
}
