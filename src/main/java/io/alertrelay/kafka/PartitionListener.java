package io.alertrelay.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** Is notified, on the poll thread, of the partitions that this consumer gets and loses. */
public interface PartitionListener {
    /**
     * Prepares a partition that will be read from there on, for the first time or again; none of its records is handed
     * out before. Runs on its own thread and may take long; interrupted when the partition is revoked.
     *
     * @param offset that is read next
     * @param note the metadata committed with it; blank if there was none; empty if nothing was committed
     * @return applies the result: run on the poll thread, if the partition still belongs to this consumer
     * @throws RuntimeException if it can't be prepared now; it is retried
     */
    default Runnable prepare(TopicPartition partition, long offset, Optional<String> note) {
        return () -> {};
    }

    /**
     * The metadata to commit with an offset that is read now or later, which {@link #prepare} gets back.
     *
     * @param next the offset that is read next
     */
    default String note(TopicPartition partition, long next) {
        return "";
    }

    /**
     * The partitions are being revoked, or are read again from an earlier offset. On return none of their records is
     * being handled.
     */
    void withdrawn(Collection<TopicPartition> partitions);

    /** The partitions are lost to another consumer. On return none of their records is being handled. */
    default void lost(Collection<TopicPartition> partitions) {
        withdrawn(partitions);
    }

    /** Notifies this listener first, then the other; the notes are the other's. */
    default PartitionListener andThen(PartitionListener next) {
        PartitionListener first = this;
        return new PartitionListener() {
            @Override
            public Runnable prepare(TopicPartition partition, long offset, Optional<String> note) {
                Runnable one = first.prepare(partition, offset, note);
                Runnable other = next.prepare(partition, offset, note);
                return () -> {
                    one.run();
                    other.run();
                };
            }

            @Override
            public String note(TopicPartition partition, long offset) {
                return next.note(partition, offset);
            }

            @Override
            public void withdrawn(Collection<TopicPartition> partitions) {
                first.withdrawn(partitions);
                next.withdrawn(partitions);
            }

            @Override
            public void lost(Collection<TopicPartition> partitions) {
                first.lost(partitions);
                next.lost(partitions);
            }
        };
    }

    /** Waits for records in progress to complete, up to a limit. */
    static PartitionListener draining(OffsetTracker tracker, Duration atMost) {
        return new PartitionListener() {
            @Override
            public void withdrawn(Collection<TopicPartition> partitions) {
                try {
                    tracker.awaitSettled(partitions, atMost);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }

            @Override
            public void lost(Collection<TopicPartition> partitions) {
                // Even if some of them complete now, another consumer has started them again.
            }
        };
    }
}
