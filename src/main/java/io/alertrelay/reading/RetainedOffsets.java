package io.alertrelay.reading;

import io.alertrelay.kafka.TopicReader;
import io.alertrelay.record.StoredRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;

/**
 * The offsets that a topic still has. Kafka and the relay delete from its start only, so everything stored after its
 * first record still exists.
 *
 * @param starts the first offset of each partition
 * @param since the time of its first record; {@link Instant#MIN} if nothing was ever deleted
 */
public record RetainedOffsets(Map<Integer, Long> starts, Instant since) {
    /** The clocks of different machines may differ by this much. */
    private static final Duration CLOCKS = Duration.ofMinutes(1);

    /** A topic of which nothing was deleted. */
    public static final RetainedOffsets ALL = new RetainedOffsets(Map.of(), Instant.MIN);

    private static final Instant NOTHING_KEPT = Instant.MAX.minus(Duration.ofDays(1));

    public RetainedOffsets {
        starts = Map.copyOf(starts);
    }

    /** What the topic has now: to be asked after it was read, for what is deleted later was read, and does no harm. */
    public static RetainedOffsets of(TopicReader reader, String topic) {
        Map<Integer, Long> starts = reader.starts(topic);
        Instant since = starts.entrySet().stream()
                .filter(start -> start.getValue() > 0)
                .map(start -> reader.at(topic, start.getKey(), start.getValue())
                        .map(StoredRecord::storedAt)
                        .orElse(NOTHING_KEPT))
                .max(Comparator.naturalOrder())
                .orElse(Instant.MIN);
        return new RetainedOffsets(starts, since);
    }

    /** Whether what was stored then, or later, must still be there. */
    public boolean surely(Instant storedAt) {
        return since.equals(Instant.MIN) || storedAt.isAfter(since.plus(CLOCKS));
    }

    /** Whether the record at that place must still be there. */
    public boolean surely(int partition, long offset) {
        return offset >= starts.getOrDefault(partition, 0L);
    }
}
