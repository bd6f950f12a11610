package io.alertrelay.observe;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * How often something happened recently, by name. Bounded: names beyond the first thousand are counted together. What a
 * clock that was ahead has dated later than now does not count, and is forgotten if it would not count for long.
 * Thread-safe.
 */
public final class RecentCounts {
    private static final int MOST_NAMES = 1000;
    private static final String OTHERS = "(others)";
    /** By which the clocks of machines may differ. */
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private final Duration kept;
    private final long sliceSeconds;
    private final TreeMap<Long, Map<String, Long>> slices = new TreeMap<>();

    /**
     * Empty counts.
     *
     * @param kept how long an occurrence counts
     * @param slice the resolution of its time
     */
    public RecentCounts(Duration kept, Duration slice) {
        this.kept = kept;
        this.sliceSeconds = slice.toSeconds();
    }

    /** Adds occurrences. */
    public synchronized void add(String name, long times, Instant at) {
        Map<String, Long> slice = slices.computeIfAbsent(slice(at), s -> new HashMap<>());
        boolean known = slice.containsKey(name) || slice.size() < MOST_NAMES;
        slice.merge(known ? name : OTHERS, times, Long::sum);
    }

    /** By name, sorted. */
    public synchronized Map<String, Long> until(Instant now) {
        slices.headMap(slice(now.minus(kept))).clear();
        // Not all of the future: a clock that is set back for a moment must not make it forget what was.
        slices.tailMap(slice(now.plus(kept).plus(TOLERANCE)), false).clear();
        return between(Instant.EPOCH, now);
    }

    /** The same for occurrences at or after {@code from}, as far as they are kept. */
    public synchronized Map<String, Long> between(Instant from, Instant now) {
        long first = slice(from);
        long last = Math.max(first, slice(now.plus(TOLERANCE)));
        Map<String, Long> sums = new TreeMap<>();
        slices.subMap(first, true, last, true)
                .values()
                .forEach(slice -> slice.forEach((name, n) -> sums.merge(name, n, Long::sum)));
        return sums;
    }

    private long slice(Instant at) {
        return at.getEpochSecond() / sliceSeconds;
    }

    /** Drops all counts. */
    public synchronized void clear() {
        slices.clear();
    }
}
