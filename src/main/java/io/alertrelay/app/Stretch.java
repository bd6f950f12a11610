package io.alertrelay.app;

import io.alertrelay.kafka.StoredRecord;
import io.alertrelay.kafka.TopicReader;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A part of a topic that a command reads, and says how far it is. Offsets are by partition. */
final class Stretch {
    private final TopicReader reader;
    private final String topic;
    private final Map<Integer, Long> from;
    private final Map<Integer, Long> to;

    /**
     * @param since only records that were stored then or later; empty for all that are kept
     * @param ends where it ends, exclusive
     * @param until only records that were stored before then; empty for all until {@code ends}
     */
    Stretch(
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

    /** Reads it, in the order of each partition. */
    void read(Consumer<StoredRecord> each, AuditProgress progress) {
        long total = to.entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - from.getOrDefault(end.getKey(), 0L)))
                .sum();
        long[] read = {0};
        reader.read(topic, from, to, record -> {
            each.accept(record);
            progress.read(topic, ++read[0], total);
            return true;
        });
    }
}
