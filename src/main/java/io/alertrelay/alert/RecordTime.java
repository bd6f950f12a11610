package io.alertrelay.alert;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;

/** Times in records: RFC 3339, limited to years with which one can calculate safely. */
public final class RecordTime {
    private static final Instant FIRST = Instant.EPOCH;
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");
    private static final String FORM = "dddd-dd-ddTdd:dd:dd";
    private static final int LONGEST_FRACTION = 9;

    private RecordTime() {}

    /**
     * Parses a time.
     *
     * @throws DateTimeException if it is invalid, or of a year before 1970 or after 9999
     */
    public static Instant parse(String text) {
        Instant time = isUsual(text) ? usual(text) : Instant.parse(text);
        if (time.isBefore(FIRST) || time.isAfter(LAST)) {
            throw new DateTimeException("found a time of \"" + text + "\", expected one of the years 1970 to 9999");
        }
        return time;
    }

    /**
     * Whether it has the form that the relay itself writes. Java's parser takes ten times as long for it, for each
     * record.
     */
    private static boolean isUsual(String text) {
        int end = text.length() - 1;
        int fraction = end - FORM.length() - 1;
        if (end < FORM.length() || text.charAt(end) != 'Z' || fraction == 0 || fraction > LONGEST_FRACTION) {
            return false;
        }
        for (int i = 0; i < end; i++) {
            char wanted = i < FORM.length() ? FORM.charAt(i) : i == FORM.length() ? '.' : 'd';
            char found = text.charAt(i);
            if (wanted == 'd' ? found < '0' || found > '9' : found != wanted) {
                return false;
            }
        }
        // A leap second, or the end of a day, is not usual.
        return number(text, 11, 13) < 24 && number(text, 14, 16) < 60 && number(text, 17, 19) < 60;
    }

    private static Instant usual(String text) {
        long days = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10))
                .toEpochDay();
        long seconds = number(text, 11, 13) * 3_600L + number(text, 14, 16) * 60L + number(text, 17, 19);
        int end = text.length() - 1;
        int nanos = number(text, Math.min(end, FORM.length() + 1), end);
        for (int digits = end - FORM.length() - 1; nanos > 0 && digits < LONGEST_FRACTION; digits++) {
            nanos *= 10;
        }
        return Instant.ofEpochSecond(days * 86_400 + seconds, nanos);
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + text.charAt(i) - '0';
        }
        return number;
    }
}
