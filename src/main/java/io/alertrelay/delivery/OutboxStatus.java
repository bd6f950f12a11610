package io.alertrelay.delivery;

import io.alertrelay.alert.Severity;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What can be seen of a channel's outbox at a glance.
 *
 * @param waiting deliveries that it holds in memory, those in flight included
 * @param bySeverity how many of these there are of each severity
 * @param inFlight deliveries that are being sent, or whose end is being recorded
 * @param recording ends that are being recorded, of deliveries that were sent and of others
 * @param retrying alerts that failed and rest until they are tried again
 * @param oldestReceivedAt when the webhook of the oldest of them came in, without what is replayed
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
        Optional<Instant> oldestReceivedAt,
        int sentLastMinute,
        double sentPerSecond,
        double part,
        Optional<Instant> lastDeliveredAt,
        Optional<Attempt> lastFault) {}
