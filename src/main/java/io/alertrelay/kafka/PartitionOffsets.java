package io.alertrelay.kafka;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/**
 * What was received of one partition, and what of it is not settled. For {@link OffsetTracker} only, which has the
 * lock.
 */
final class PartitionOffsets {
    private final NavigableMap<Long, Unsettled> unsettled = new TreeMap<>();
    private final Set<Long> failed = new HashSet<>();
    private final Set<Long> waiting = new HashSet<>();
    /** Those that wait and do not count towards what is held. */
    private final Set<Long> aside = new HashSet<>();

    private final Map<Long, Integer> steps = new HashMap<>();
    private long bytes;
    private long next = -1;
    private long committed = -1;

    /** A record that was received; the same one is another when it is received again. */
    record Unsettled(int bytes, String note) {}

    void received(long offset, int size, String note) {
        unsettled.put(offset, new Unsettled(size, note));
        bytes += size;
        next = offset + 1;
    }

    void settled(long offset) {
        Unsettled record = unsettled.remove(offset);
        waiting.remove(offset);
        if (record != null && !aside.remove(offset)) {
            bytes -= record.bytes();
        }
        failed.remove(offset);
        steps.remove(offset);
    }

    /** Returns whether it did not wait before. */
    boolean waits(long offset) {
        return unsettled.containsKey(offset) && waiting.add(offset);
    }

    /** Returns whether it was not set aside before. */
    boolean setAside(long offset) {
        Unsettled record = unsettled.get(offset);
        if (record == null || !aside.add(offset)) {
            return false;
        }
        waiting.add(offset);
        bytes -= record.bytes();
        return true;
    }

    /** Returns whether it is unsettled. */
    boolean failed(long offset) {
        boolean isUnsettled = unsettled.containsKey(offset);
        if (isUnsettled) {
            failed.add(offset);
        }
        return isUnsettled;
    }

    void worked(long offset) {
        if (unsettled.containsKey(offset)) {
            steps.merge(offset, 1, Integer::sum);
        }
    }

    Optional<Unsettled> unsettled(long offset) {
        return Optional.ofNullable(unsettled.get(offset));
    }

    int unsettled() {
        return unsettled.size();
    }

    /** The offset after the last one that was received. */
    long next() {
        return next;
    }

    boolean isFailing() {
        return !failed.isEmpty();
    }

    /** Up to where everything is settled or waits. */
    long handled() {
        return unsettled.keySet().stream()
                .filter(offset -> !waiting.contains(offset))
                .findFirst()
                .orElse(next);
    }

    /** The steps of the first record that is not handled. */
    int steps() {
        return steps.getOrDefault(handled(), 0);
    }

    boolean isHeldUp() {
        return waiting.size() > aside.size();
    }

    /** What is behind records that hold it up may not move for long. */
    boolean isPending() {
        return !isHeldUp()
                && unsettled.keySet().stream()
                        .anyMatch(offset -> !failed.contains(offset) && !waiting.contains(offset));
    }

    /** Whether that much counts towards what is held. */
    boolean holds(int records, long size) {
        return unsettled.size() - aside.size() >= records || bytes >= size;
    }

    /** What may be committed. */
    NotedOffset lowest(TopicPartition partition, PartitionListener notes) {
        return unsettled.isEmpty()
                ? new NotedOffset(next, notes.note(partition, next))
                : new NotedOffset(
                        unsettled.firstKey(), unsettled.firstEntry().getValue().note());
    }

    /** The same, if it moved since this was called last. */
    Optional<NotedOffset> committable(TopicPartition partition, PartitionListener notes) {
        NotedOffset lowest = lowest(partition, notes);
        if (lowest.offset() <= committed) {
            return Optional.empty();
        }
        committed = lowest.offset();
        return Optional.of(lowest);
    }

    void notCommitted() {
        committed = -1;
    }
}
