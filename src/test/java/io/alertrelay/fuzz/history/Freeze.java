package io.alertrelay.fuzz.history;

/**
 * A time in which a relay stood still.
 *
 * @param from epoch milliseconds
 * @param to likewise
 */
public record Freeze(String relay, long from, long to) {
    /** Whether it was part of that time. */
    public boolean within(long fromMillis, long toMillis) {
        return from <= toMillis && fromMillis <= to;
    }
}
