package io.alertrelay.status;

import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/** How far this relay is in the partitions of webhooks that it has. Thread-safe. */
public interface RoutingProgress {
    /**
     * The offset up to which everything is routed, also what waits for a topic at fault; empty if this relay does not
     * have the partition, or has read nothing of it yet.
     */
    OptionalLong handled(TopicPartition partition);

    /**
     * How many steps were made of the next webhook: one of very many alerts is routed in many steps. It starts again
     * when the webhook is read again.
     */
    int steps(TopicPartition partition);

    /**
     * Whether nothing more of the partition is routed for now, for a reason that is reported elsewhere: so much of it
     * waits for a topic at fault, or the disk is full.
     */
    boolean isHeldUp(TopicPartition partition);

    /** Whether the partition is this relay's, and what must be known before it is routed is being read. */
    boolean isPreparing(TopicPartition partition);
}
