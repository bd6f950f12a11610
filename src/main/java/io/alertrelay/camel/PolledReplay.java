package io.alertrelay.camel;

import io.alertrelay.pipeline.OpenAlerts;
import io.alertrelay.record.ReplayedRecord;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.TopicPartition;

/**
 * A record of the topic of replayed events, as it was handed out.
 *
 * @param assignment of its partition at that time: distinguishes records handed out before a rewind or a rebalance from
 *     those after it; empty if the partition was lost meanwhile
 * @param open the open alerts of the partition of its webhook; empty if that is not this relay's now
 * @param replayed the event
 * @param at when it was replayed
 */
record PolledReplay(
        RecordPosition position,
        Optional<OpenAlertsByPartition.Assignment> assignment,
        Optional<OpenAlerts> open,
        ReplayedRecord replayed,
        Instant at)
        implements PolledRecord {
    /** Since when an interrupted run may have accepted it; empty if none can have. */
    Optional<Instant> redone() {
        return assignment.filter(now -> position.offset() < now.end()).map(now -> at);
    }

    @Override
    public String receipt() {
        return replayed.event().alert().receipt();
    }

    @Override
    public BooleanSupplier asLongAsCurrent(OpenAlertsByPartition openAlerts) {
        TopicPartition partition = position.partition();
        Optional<OpenAlertsByPartition.Assignment> then = assignment;
        return () -> OpenAlertsByPartition.same(then, openAlerts.assignment(partition));
    }

    @Override
    public boolean placed(OpenAlertsByPartition openAlerts) {
        return OpenAlertsByPartition.same(
                open, openAlerts.ofPartition(position.partition().partition()));
    }

    @Override
    public int bytes() {
        return replayed.bytes();
    }
}
