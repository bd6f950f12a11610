package io.alertrelay.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** Told, on the poll thread, what is this consumer's to handle, and what no longer is. */
public interface PartitionListener {
    /**
     * A partition is to be read from there on, for the first time or again; nothing of it is handed out before that is
     * prepared. Runs on a thread of its own, and may take its time; it is interrupted when the partition goes.
     *
     * @param offset that is read next
     * @param note what was committed with it; blank if it was committed without; empty if nothing was committed
     * @param end of the partition now
     * @return what puts it into force: run on the poll thread, if the partition is still this consumer's then
     * @throws RuntimeException if it can't be prepared now; it is tried again
     */
    default Runnable prepare(TopicPartition partition, long offset, Optional<String> note, long end) {
        return () -> {};
    }

    /**
     * What is to be committed with an offset that is read now or later, so that {@link #prepare} gets it back.
     *
     * @param next the offset that is read next
     */
    default String note(TopicPartition partition, long next) {
        return "";
    }

    /**
     * The partitions go to another consumer, or are read again from an earlier offset. On return nothing of them is
     * being handled any more.
     */
    void withdrawn(Collection<TopicPartition> partitions);

    /** The partitions have gone to another consumer already. On return nothing of them is being handled any more. */
    default void lost(Collection<TopicPartition> partitions) {
        withdrawn(partitions);
    }

    /** Tells this one first, then the other; the notes are the other's. */
    default PartitionListener andThen(PartitionListener next) {
        PartitionListener first = this;
        return new PartitionListener() {
            @Override
            public Runnable prepare(TopicPartition partition, long offset, Optional<String> note, long end) {
                Runnable one = first.prepare(partition, offset, note, end);
                Runnable other = next.prepare(partition, offset, note, end);
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

    /** Lets what was handed out come to its end, for as long as that takes but not for ever. */
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
                // Whatever of them comes to its end now, another one has begun anew.
            }
        };
    }
}
