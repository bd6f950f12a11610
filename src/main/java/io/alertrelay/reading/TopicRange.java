package io.alertrelay.reading;

import io.alertrelay.kafka.TopicReader;
import io.alertrelay.record.StoredRecord;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/** A range of a topic that a command reads, with its progress. Offsets are by partition. */
public final class TopicRange {
    private final TopicReader reader;
    private final String topic;
    private final Map<Integer, Long> from;
    private final Map<Integer, Long> to;

    /**
     * @param since only records that were stored then or later; empty for all that are kept
     * @param ends where it ends, exclusive
     * @param until only records that were stored before then; empty for all until {@code ends}
     */
    public TopicRange(
            TopicReader reader,
            String topic,
            Optional<Instant> since,
            Map<Integer, Long> ends,
            Optional<Instant> until) {
        this.reader = reader;
        this.topic = topic;
        this.from = new HashMap<>(reader.starts(topic));
        this.to = new HashMap<>(ends);
        since.ifPresent(time ->
                reader.offsetsAt(topic, time).forEach((partition, offset) -> from.merge(partition, offset, Math::max)));
        until.ifPresent(time ->
                reader.offsetsAt(topic, time).forEach((partition, offset) -> to.merge(partition, offset, Math::min)));
    }

    /** The same range, but only of these partitions, and from these offsets on. */
    public TopicRange from(Map<Integer, Long> offsets) {
        from.keySet().retainAll(offsets.keySet());
        from.replaceAll((partition, offset) -> Math.max(offset, offsets.getOrDefault(partition, offset)));
        return this;
    }

    /**
     * Reads the range from its end, each partition on its own.
     *
     * @param keep what to keep of a record until the later ones of its piece are processed
     * @param take receives what was kept, the latest first; returns false to end the partition
     */
    public <T> void readBackwards(
            int piece, Function<StoredRecord, Optional<T>> keep, Predicate<T> take, AuditProgress progress) {
        long total = total();
        long[] read = {0};
        to.forEach((partition, end) -> {
            long first = from.getOrDefault(partition, end);
            boolean goOn = true;
            for (long next = end; goOn && next > first; next = Math.max(first, next - piece)) {
                Deque<T> kept = new ArrayDeque<>();
                reader.read(
                        topic, Map.of(partition, Math.max(first, next - piece)), Map.of(partition, next), record -> {
                            keep.apply(record).ifPresent(kept::push);
                            progress.read(topic, ++read[0], total);
                            return true;
                        });
                goOn = kept.stream().allMatch(take);
            }
        });
    }

    /** Reads the range, in the order of each partition. */
    public void read(Consumer<StoredRecord> each, AuditProgress progress) {
        long total = total();
        long[] read = {0};
        reader.read(topic, from, to, record -> {
            each.accept(record);
            progress.read(topic, ++read[0], total);
            return true;
        });
    }

    private long total() {
        return to.entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - from.getOrDefault(end.getKey(), 0L)))
                .sum();
    }
}
