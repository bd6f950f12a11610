package io.alertrelay.delivery;

import java.time.Instant;
import java.util.Optional;

/**
 * What can be seen of a channel's outbox at a glance.
 *
 * @param waiting deliveries that it holds in memory, the one in flight included
 * @param oldestReceivedAt when the webhook of the oldest of them came in
 */
public record OutboxStatus(
        String channel,
        ChannelState state,
        int waiting,
        Optional<Instant> oldestReceivedAt,
        Optional<Instant> lastDeliveredAt,
        Optional<Attempt> lastFault) {}
