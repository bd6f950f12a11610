package io.alertrelay.fuzz.history;

/**
 * A time in which a relay stood still, or was cut off from the brokers.
 *
 * @param from when it began, epoch milliseconds
 * @param stopped when it certainly did nothing more, epoch milliseconds: a signal takes a while to arrive. If it was
 *     only cut off, the end
 * @param to when it ended, epoch milliseconds
 * @param cutOff whether it was only cut off, and went on with all that needs no broker
 */
public record Freeze(String relay, long from, long stopped, long to, boolean cutOff) {
    /** Whether it was part of that time. */
    public boolean within(long fromMillis, long toMillis) {
        return from <= toMillis && fromMillis <= to;
    }
}
