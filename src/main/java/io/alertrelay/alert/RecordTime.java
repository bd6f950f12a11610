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
     * As text, in UTC, the same as {@link Instant#toString}: with no, three, six or nine digits after the second.
     * Java's own writer takes ten times as long, several times for each alert.
     */
    public static String text(Instant time) {
        long second = time.getEpochSecond();
        if (second < FIRST.getEpochSecond() || second > LAST.getEpochSecond()) {
            return time.toString();
        }
        LocalDate day = LocalDate.ofEpochDay(second / 86_400);
        int ofDay = (int) (second % 86_400);
        int nanos = time.getNano();
        StringBuilder text = new StringBuilder(FORM.length() + LONGEST_FRACTION + 2);
        digits(text, day.getYear(), 1_000);
        digits(text.append('-'), day.getMonthValue(), 10);
        digits(text.append('-'), day.getDayOfMonth(), 10);
        digits(text.append('T'), ofDay / 3_600, 10);
        digits(text.append(':'), ofDay / 60 % 60, 10);
        digits(text.append(':'), ofDay % 60, 10);
        if (nanos % 1_000 > 0) {
            digits(text.append('.'), nanos, 100_000_000);
        } else if (nanos % 1_000_000 > 0) {
            digits(text.append('.'), nanos / 1_000, 100_000);
        } else if (nanos > 0) {
            digits(text.append('.'), nanos / 1_000_000, 100);
        }
        return text.append('Z').toString();
    }

    /** @param first what the first digit stands for: 10 for two digits */
    private static void digits(StringBuilder text, int number, int first) {
        for (int unit = first; unit > 0; unit /= 10) {
            text.append((char) ('0' + number / unit % 10));
        }
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
