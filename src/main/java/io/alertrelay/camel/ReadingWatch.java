package io.alertrelay.camel;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;

/**
 * Which partitions have been read into memory for some seconds, and still are. If that failed, a partition has some
 * time to be read again: one that fails for longer is not being read, it can't be. Thread-safe.
 */
final class ReadingWatch {
    private static final Duration LONG = Duration.ofSeconds(5);
    private static final Duration GRACE = Duration.ofSeconds(90);

    private final LongSupplier nanos;
    private final Map<TopicPartition, Long> reading = new ConcurrentHashMap<>();
    private final Map<TopicPartition, Long> failingSince = new ConcurrentHashMap<>();

    /** @param nanos monotonic time, as {@link System#nanoTime} gives it */
    ReadingWatch(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** A read begins. Returns what {@link #end} wants of it. */
    Long begin(TopicPartition partition) {
        Long since = nanos.getAsLong();
        reading.put(partition, since);
        return since;
    }

    /** The read that began then has ended, whatever came of it. */
    void end(TopicPartition partition, Long since) {
        reading.remove(partition, since);
    }

    /** The partition is read. */
    void succeeded(TopicPartition partition) {
        failingSince.remove(partition);
    }

    /** It could not be read, and is tried again. */
    void failed(TopicPartition partition) {
        failingSince.putIfAbsent(partition, nanos.getAsLong());
    }

    /** These are not this relay's any more. */
    void withdrawn(Collection<TopicPartition> gone) {
        gone.forEach(failingSince::remove);
    }

    /** Whether the partition has been read for some seconds, and still is. */
    boolean isLong(TopicPartition partition) {
        long now = nanos.getAsLong();
        boolean failing = Optional.ofNullable(failingSince.get(partition))
                .filter(since -> now - since > GRACE.toNanos())
                .isPresent();
        return !failing
                && Optional.ofNullable(reading.get(partition))
                        .filter(since -> now - since > LONG.toNanos())
                        .isPresent();
    }
}
