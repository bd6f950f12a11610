package io.alertrelay.delivery;

import io.alertrelay.alert.Severity;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * A summary of a channel's outbox.
 *
 * @param waiting deliveries that it holds in memory, those in flight included
 * @param bySeverity how many of these there are of each severity
 * @param inFlight deliveries that are being sent, or whose settlement is being recorded
 * @param recording settlements that are being recorded, of deliveries that were sent and of others
 * @param retrying alerts that failed and rest until they are tried again
 * @param oldest when the webhook of the oldest of each severity was received, without replayed ones; absent if none of
 *     it waits
 * @param sentLastMinute requests in the last minute
 * @param sentPerSecond requests a second, in the last ten seconds
 * @param part the part of the channel's rate that is used after a 429; 1 for all of it
 */
public record OutboxStatus(
        String channel,
        ChannelState state,
        int waiting,
        Map<Severity, Integer> bySeverity,
        int inFlight,
        int recording,
        int retrying,
        Map<Severity, Instant> oldest,
        int sentLastMinute,
        double sentPerSecond,
        double part,
        Optional<Instant> lastDeliveredAt,
        Optional<Attempt> lastFault) {
    public OutboxStatus {
        oldest = Map.copyOf(oldest);
    }

    /**
     * The status of an outbox now.
     *
     * @param state of the channel, by the wall clock
     * @param schedule what waits, and is in flight
     * @param recording how many settlements are being recorded
     * @param now by the steady clock
     */
    static OutboxStatus of(
            String channel, ChannelState state, Schedule schedule, int recording, Lately lately, Instant now) {
        Waiting waiting = schedule.waiting();
        return new OutboxStatus(
                channel,
                state,
                waiting.size(),
                waiting.bySeverity(),
                schedule.inFlight(),
                recording,
                waiting.resting(),
                waiting.oldest(),
                lately.requests().inTheLastMinute(now),
                lately.requests().perSecond(now),
                schedule.part(now),
                lately.lastDeliveredAt(),
                lately.lastFault());
    }

    /** When the webhook of the oldest of all was received; empty if only replayed ones wait. */
    public Optional<Instant> oldestReceivedAt() {
        return oldest.values().stream().min(Comparator.naturalOrder());
    }
}
