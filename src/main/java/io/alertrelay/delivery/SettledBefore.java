package io.alertrelay.delivery;

import java.util.HashMap;
import java.util.Map;

/**
 * Which deliveries in a range of offsets are settled, by their offset and a digest of their id, in about four bytes
 * each. The id is needed because a topic that was deleted and created again has other deliveries at the same offsets.
 */
final class SettledBefore {
    private static final int PAGE = 1_024;
    /** Digests are never this. */
    private static final int NONE = 0;

    private final long start;
    private final long end;
    private final Map<Long, int[]> pages = new HashMap<>();
    private long last = -1;

    /** Of the offsets from {@code start} (inclusive) to {@code end} (exclusive). */
    SettledBefore(long start, long end) {
        this.start = start;
        this.end = end;
    }

    /** A delivery is settled; one outside of the range is ignored. Of two at the same offset the later one counts. */
    void add(long offset, String id) {
        if (offset >= start && offset < end) {
            pages.computeIfAbsent(offset / PAGE, page -> new int[PAGE])[(int) (offset % PAGE)] = digest(id);
            last = Math.max(last, offset);
        }
    }

    boolean contains(long offset, String id) {
        int[] page = pages.get(offset / PAGE);
        return page != null && page[(int) (offset % PAGE)] == digest(id);
    }

    /** The offset of the last one; -1 if there is none. */
    long last() {
        return last;
    }

    private static int digest(String id) {
        int hash = id.hashCode();
        return hash == NONE ? 1 : hash;
    }
}
