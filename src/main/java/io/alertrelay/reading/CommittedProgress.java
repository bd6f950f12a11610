package io.alertrelay.reading;

import java.util.Map;

/**
 * What the groups had committed when the audit began: below it, nothing is left to do.
 *
 * @param routing by partition of the webhooks topic
 * @param replayed by partition of the topic of replayed events
 * @param channels by channel, then by partition of its topic
 */
public record CommittedProgress(
        Map<Integer, Long> routing, Map<Integer, Long> replayed, Map<String, Map<Integer, Long>> channels) {
    public CommittedProgress {
        routing = Map.copyOf(routing);
        replayed = Map.copyOf(replayed);
        channels = Map.copyOf(channels);
    }

    /** Whether the webhook there is routed: its decisions and events are stored. */
    public boolean routed(int partition, long offset) {
        return offset < routing.getOrDefault(partition, 0L);
    }

    /** Whether the replayed event there is passed on to its channel, or was overtaken. */
    public boolean letIn(int partition, long offset) {
        return offset < replayed.getOrDefault(partition, 0L);
    }

    /** Whether the delivery there has ended. */
    public boolean passed(String channel, int partition, long offset) {
        return offset < settledBelow(channel, partition);
    }

    /** The offset in the channel's topic below which every delivery has ended; 0 if none has. */
    public long settledBelow(String channel, int partition) {
        return channels.getOrDefault(channel, Map.of()).getOrDefault(partition, 0L);
    }
}
