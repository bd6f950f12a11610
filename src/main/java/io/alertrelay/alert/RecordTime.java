package io.alertrelay.alert;

import java.time.DateTimeException;
import java.time.Instant;

/** Times that stand in records: RFC 3339, of years in which a relay may have run, so that one can reckon with them. */
public final class RecordTime {
    private static final Instant FIRST = Instant.EPOCH;
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private RecordTime() {}

    /**
     * Reads one.
     *
     * @throws DateTimeException if it is none, or of a year before 1970 or after 9999
     */
    public static Instant parse(String text) {
        Instant time = Instant.parse(text);
        if (time.isBefore(FIRST) || time.isAfter(LAST)) {
            throw new DateTimeException("found a time of \"" + text + "\", expected one of the years 1970 to 9999");
        }
        return time;
    }
}
