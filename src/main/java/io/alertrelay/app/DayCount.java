package io.alertrelay.app;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * How often something happened in the last 24 hours, by name, to ten minutes. Bounded: names beyond the first thousand are
 * counted together. Safe for use by many threads.
 */
final class DayCount {
    static final Duration DAY = Duration.ofHours(24);
    private static final long SLICE_SECONDS = 600;
    private static final int MOST_NAMES = 1000;
    private static final String OTHERS = "(others)";

    private final TreeMap<Long, Map<String, Long>> slices = new TreeMap<>();

    /** It happened once more. */
    synchronized void add(String name, Instant at) {
        Map<String, Long> slice = slices.computeIfAbsent(at.getEpochSecond() / SLICE_SECONDS, s -> new HashMap<>());
        boolean known = slice.containsKey(name) || slice.size() < MOST_NAMES;
        slice.merge(known ? name : OTHERS, 1L, Long::sum);
    }

    /** By name, sorted. */
    synchronized Map<String, Long> until(Instant now) {
        slices.headMap(now.minus(DAY).getEpochSecond() / SLICE_SECONDS).clear();
        Map<String, Long> sums = new TreeMap<>();
        slices.values().forEach(slice -> slice.forEach((name, n) -> sums.merge(name, n, Long::sum)));
        return sums;
    }

    synchronized void clear() {
        slices.clear();
    }
}
