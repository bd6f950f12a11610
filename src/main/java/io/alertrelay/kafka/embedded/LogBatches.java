package io.alertrelay.kafka.embedded;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The record batches of a log file in Kafka's format 2: which ranges of the file are intact, and which are not. A
 * damaged batch is skipped up to the next one with a valid checksum.
 */
final class LogBatches {
    private static final int LENGTH_AT = 8;
    private static final int EPOCH_AT = 12;
    private static final int MAGIC_AT = 16;
    private static final int CRC_AT = 17;
    private static final int CHECKED_FROM = 21;
    private static final int LAST_DELTA_AT = 23;
    private static final int HEADER = 61;
    private static final int OVERHEAD = 12;
    private static final int MOST_EPOCHS = 1 << 20;

    private final ByteBuffer file;
    private final long base;
    private final boolean checksums;

    /**
     * A damaged range of the file.
     *
     * @param from position, inclusive
     * @param to position, exclusive
     * @param offset of the first record that is lost
     * @param lost how many offsets are lost; at least 1
     */
    record Gap(int from, int to, long offset, long lost) {}

    /**
     * @param file all of it
     * @param base the offset in its name
     * @param checksums whether checksums are verified; otherwise only the links between batches
     */
    LogBatches(ByteBuffer file, long base, boolean checksums) {
        this.file = file;
        this.base = base;
        this.checksums = checksums;
    }

    /** The damaged ranges; a batch at the end that was not written completely is not one. */
    List<Gap> gaps() {
        List<Gap> gaps = new ArrayList<>();
        int at = 0;
        long expected = base;
        while (at < file.limit()) {
            if (follows(at, expected) && (!checksums || isWhole(at))) {
                expected = last(at) + 1;
                at += size(at);
                continue;
            }
            int next = at + 1;
            while (next < file.limit() && !(follows(next, expected) && isWhole(next))) {
                next++;
            }
            if (next >= file.limit() && isTornEnd(at)) {
                break;
            }
            long until = next >= file.limit() ? expected + 1 : file.getLong(next);
            gaps.add(new Gap(at, Math.min(next, file.limit()), expected, Math.max(1, until - expected)));
            at = next;
        }
        return gaps;
    }

    /** Whether it looks like a batch that continues the offsets before it. */
    private boolean follows(int at, long expected) {
        if (file.limit() - at < HEADER) {
            return false;
        }
        long length = file.getInt(at + LENGTH_AT);
        int epoch = file.getInt(at + EPOCH_AT);
        return file.get(at + MAGIC_AT) == 2
                && length >= HEADER - OVERHEAD
                && length <= file.limit() - at - OVERHEAD
                && file.getLong(at) >= expected
                && file.getLong(at) - base <= Integer.MAX_VALUE
                && file.getInt(at + LAST_DELTA_AT) >= 0
                && epoch >= -1
                && epoch < MOST_EPOCHS;
    }

    private boolean isWhole(int at) {
        CRC32C sum = new CRC32C();
        sum.update(file.slice(at + CHECKED_FROM, size(at) - CHECKED_FROM));
        return (int) sum.getValue() == file.getInt(at + CRC_AT);
    }

    /** Zeros, or the beginning of a batch that is longer than what is left. */
    private boolean isTornEnd(int at) {
        boolean zeros = true;
        for (int i = at; i < file.limit() && zeros; i++) {
            zeros = file.get(i) == 0;
        }
        return zeros
                || file.limit() - at < HEADER
                || file.get(at + MAGIC_AT) == 2 && file.getInt(at + LENGTH_AT) > file.limit() - at - OVERHEAD;
    }

    private int size(int at) {
        return OVERHEAD + file.getInt(at + LENGTH_AT);
    }

    private long last(int at) {
        return file.getLong(at) + file.getInt(at + LAST_DELTA_AT);
    }
}
