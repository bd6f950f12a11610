package io.alertrelay.camel;

import io.alertrelay.pipeline.OpenAlerts;
import io.alertrelay.record.ReplayedRecord;
import java.time.Instant;
import java.util.Optional;

/**
 * A record of the topic of replayed events, as it was handed out.
 *
 * @param assignment of its partition at that time, by which a record that was handed out before a rewind or a rebalance
 *     is told apart from one after it; empty if the partition was lost meanwhile
 * @param open the open alerts of the partition of webhooks that it stems from; empty if that is not this relay's now
 * @param replayed what it is
 * @param at when it was replayed
 */
record PolledReplay(
        RecordPosition position,
        Optional<Decisions.Assignment> assignment,
        Optional<OpenAlerts> open,
        ReplayedRecord replayed,
        Instant at)
        implements PolledRecord {
    /** Since when it may have been let in before; empty if it was not. */
    Optional<Instant> redone() {
        return assignment.filter(now -> position.offset() < now.end()).map(now -> at);
    }

    @Override
    public String receipt() {
        return replayed.its().alert().receipt();
    }

    @Override
    public int bytes() {
        return replayed.bytes();
    }
}
