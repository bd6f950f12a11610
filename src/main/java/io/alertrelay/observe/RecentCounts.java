package io.alertrelay.observe;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * How often something happened recently, by name. Bounded: names beyond the first thousand are counted together.
 * Thread-safe.
 */
public final class RecentCounts {
    private static final int MOST_NAMES = 1000;
    private static final String OTHERS = "(others)";

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
        Map<String, Long> slice = slices.computeIfAbsent(at.getEpochSecond() / sliceSeconds, s -> new HashMap<>());
        boolean known = slice.containsKey(name) || slice.size() < MOST_NAMES;
        slice.merge(known ? name : OTHERS, times, Long::sum);
    }

    /** By name, sorted. */
    public synchronized Map<String, Long> until(Instant now) {
        slices.headMap(now.minus(kept).getEpochSecond() / sliceSeconds).clear();
        return since(Instant.EPOCH);
    }

    /** The same for occurrences at or after this time, as far as they are kept. */
    public synchronized Map<String, Long> since(Instant from) {
        Map<String, Long> sums = new TreeMap<>();
        slices.tailMap(from.getEpochSecond() / sliceSeconds)
                .values()
                .forEach(slice -> slice.forEach((name, n) -> sums.merge(name, n, Long::sum)));
        return sums;
    }

    /** Drops all counts. */
    public synchronized void clear() {
        slices.clear();
    }
}
