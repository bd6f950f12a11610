package io.alertrelay.fuzz.history;

import io.alertrelay.fuzz.plan.Names;
import java.util.List;

/**
 * What can be known of the replays of a round, and of the channel to which only they lead, and the live recoveries that
 * follow them.
 *
 * @param records of the topic of replays, in their order
 * @param queued in the channel's topic
 * @param settled of these, in the order of their topic
 * @param pushes to the channel, in the order in which they arrived
 */
public record SeenReplays(
        List<ReplayRecord> records, List<SeenEvent> queued, List<Settled> settled, List<SeenPush> pushes) {
    private static final String IN_ID = "/" + Names.REPLAYS;

    public SeenReplays {
        records = List.copyOf(records);
        queued = queued.stream().filter(q -> q.channel().equals(Names.REPLAYS)).toList();
        settled = settled.stream().filter(SeenReplays::about).toList();
        pushes = pushes.stream().filter(p -> p.channel().equals(Names.REPLAYS)).toList();
    }

    /** Whether the receipt is of a delivery to the channel. */
    static boolean about(Settled receipt) {
        return receipt.id().contains(IN_ID);
    }
}
