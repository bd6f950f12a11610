package io.alertrelay.kafka;

/**
 * How much waits somewhere, or may wait there.
 *
 * @param records how many
 * @param bytes about how much memory they take
 */
public record Load(int records, long bytes) {
    static final Load NONE = new Load(0, 0);

    Load plus(Load other) {
        return new Load(records + other.records, bytes + other.bytes);
    }

    Load minus(Load other) {
        return new Load(records - other.records, bytes - other.bytes);
    }

    /** Whether it is as much as that or more, by records or by bytes. */
    boolean reaches(Load most) {
        return records >= most.records || bytes >= most.bytes;
    }

    /** Whether it is more than that, by records or by bytes. */
    boolean exceeds(Load most) {
        return records > most.records || bytes > most.bytes;
    }
}
