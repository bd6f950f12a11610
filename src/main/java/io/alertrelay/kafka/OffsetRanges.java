package io.alertrelay.kafka;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A set of offsets of one partition. */
final class OffsetRanges {
    /** The end of each range, exclusive, by its beginning; they neither overlap nor touch. */
    private final NavigableMap<Long, Long> ends = new TreeMap<>();

    /** Adds the offsets of {@code from} (inclusive) to {@code to} (exclusive), of which some may be in it already. */
    void add(long from, long to) {
        if (from >= to) {
            return;
        }
        Map.Entry<Long, Long> before = ends.floorEntry(from);
        long begin = before != null && before.getValue() >= from ? before.getKey() : from;
        NavigableMap<Long, Long> joined = ends.subMap(begin, true, to, true);
        long end = joined.isEmpty() ? to : Math.max(to, joined.lastEntry().getValue());
        joined.clear();
        ends.put(begin, end);
    }

    /** How many offsets it has. */
    long count() {
        return ends.entrySet().stream()
                .mapToLong(range -> range.getValue() - range.getKey())
                .sum();
    }
}
