package io.alertrelay.kafka.embedded;

import java.nio.ByteBuffer;

/**
 * Whether the entries of an index are in order, as Kafka writes them: a relative offset and a position in the log file,
 * or, in a time index, a timestamp and a relative offset. Offsets grow, and what stands beside them never gets less.
 */
final class IndexOrder {
    private final boolean ofTimes;
    private final long logSize;
    private long before = Long.MIN_VALUE;
    private int offsetBefore = -1;

    /** @param logSize the bytes of the log file, within which positions must be */
    IndexOrder(boolean ofTimes, long logSize) {
        this.ofTimes = ofTimes;
        this.logSize = logSize;
    }

    /** Whether these further entries continue the order; reads them all if so. */
    boolean goesOn(ByteBuffer entries) {
        while (entries.hasRemaining()) {
            long timestamp = ofTimes ? entries.getLong() : 0;
            int offset = entries.getInt();
            long value = ofTimes ? timestamp : entries.getInt();
            if (offset == 0 && value == 0) {
                // Preallocated space, or the first entry.
                continue;
            }
            boolean within = ofTimes ? value >= -1 : value >= 0 && value < logSize;
            if (offset <= offsetBefore || value < before || !within) {
                return false;
            }
            before = value;
            offsetBefore = offset;
        }
        return true;
    }
}
