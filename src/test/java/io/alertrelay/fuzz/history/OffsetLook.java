package io.alertrelay.fuzz.history;

import java.util.Map;

/**
 * What was committed at some moment, and what was durable just after it: the commits were read first.
 *
 * @param at epoch milliseconds
 * @param webhooks committed by routing, by partition
 * @param channels committed by each channel
 * @param channelEnds the end of each channel's topic
 * @param receiptsEnd the end of the topic of receipts
 */
public record OffsetLook(
        long at,
        Map<Integer, Long> webhooks,
        Map<String, Long> channels,
        Map<String, Long> channelEnds,
        long receiptsEnd) {
    public OffsetLook {
        webhooks = Map.copyOf(webhooks);
        channels = Map.copyOf(channels);
        channelEnds = Map.copyOf(channelEnds);
    }

    /** Whether all that is in the topics of channels is committed. */
    public boolean isAllCommitted() {
        return channelEnds.entrySet().stream()
                .allMatch(end -> channels.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }
}
