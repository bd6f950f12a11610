package io.alertrelay.kafka;

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

    /** Nobody needs to know. */
    static PartitionListener none() {
        return partitions -> {};
    }
}
