package io.alertrelay.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * The offsets that a topic still has. Kafka and the relay delete from its start only, so everything stored after its
 * first record still exists.
 *
 * @param starts the first offset of each partition
 * @param since the time of its first record; {@link Instant#MIN} if nothing was ever deleted
 */
record RetainedOffsets(Map<Integer, Long> starts, Instant since) {
    /** The clocks of different machines may differ by this much. */
    private static final Duration CLOCKS = Duration.ofMinutes(1);

    /** A topic of which nothing was deleted. */
    public static final RetainedOffsets ALL = new RetainedOffsets(Map.of(), Instant.MIN);

    RetainedOffsets {
        starts = Map.copyOf(starts);
    }

    /** Whether what was stored then, or later, must still be there. */
    boolean surely(Instant storedAt) {
        return since.equals(Instant.MIN) || storedAt.isAfter(since.plus(CLOCKS));
    }

    /** Whether the record at that place must still be there. */
    boolean surely(int partition, long offset) {
        return offset >= starts.getOrDefault(partition, 0L);
    }
}
