package io.alertrelay.kafka;

/**
 * The lag of a group in a partition.
 *
 * @param next the offset that it settles next
 * @param end the offset after the partition's last record
 */
public record Lag(long next, long end) {
    /** How many records wait. */
    public long waiting() {
        return Math.max(0, end - next);
    }
}
