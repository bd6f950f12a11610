package io.alertrelay.kafka;

import java.time.Duration;
import java.util.Collection;
import org.apache.kafka.common.TopicPartition;

/** Told, on the poll thread, when records that were handed out are no longer this consumer's to handle. */
@FunctionalInterface
public interface PartitionListener {
    /**
     * The partitions go to another consumer, or are read again from an earlier offset. On return nothing of them is
     * being handled any more.
     */
    void withdrawn(Collection<TopicPartition> partitions);

    /** Lets what was handed out come to its end, for as long as that takes but not for ever. */
    static PartitionListener draining(OffsetTracker tracker, Duration atMost) {
        return partitions -> {
            try {
                tracker.awaitSettled(partitions, atMost);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }
}
