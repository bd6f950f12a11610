package io.alertrelay.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Told, on the poll thread, which partitions' records are this consumer's to handle, and which no longer are. */
@FunctionalInterface
public interface PartitionListener {
    /**
     * The partitions go to another consumer, or are read again from an earlier offset. On return nothing of them is
     * being handled any more.
     */
    void withdrawn(Collection<TopicPartition> partitions);

    /**
     * The partitions are now this consumer's, or are read again after they were withdrawn. On return their records are
     * handed out; if it throws, none is, and the consumer connects anew.
     *
     * @param positions the offset of the next record of each
     */
    default void assigned(Map<TopicPartition, Long> positions) {}

    /** Tells this one first, then the other. */
    default PartitionListener andThen(PartitionListener next) {
        PartitionListener first = this;
        return new PartitionListener() {
            @Override
            public void withdrawn(Collection<TopicPartition> partitions) {
                first.withdrawn(partitions);
                next.withdrawn(partitions);
            }

            @Override
            public void assigned(Map<TopicPartition, Long> positions) {
                first.assigned(positions);
                next.assigned(positions);
            }
        };
    }

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
