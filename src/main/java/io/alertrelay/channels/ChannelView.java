package io.alertrelay.channels;

import io.alertrelay.config.ChannelSettings;
import io.alertrelay.delivery.OutboxStatus;
import io.alertrelay.kafka.TopicFault;
import java.time.Instant;
import java.util.Optional;

/**
 * A channel as it was when somebody looked at it.
 *
 * @param waiting how many events wait in its topic; empty if that is not known
 * @param fault what is wrong with its topic, if anything
 */
public record ChannelView(
        ChannelSettings settings, OutboxStatus status, Optional<Long> waiting, Optional<TopicFault> fault) {
    public String name() {
        return settings.name();
    }

    /**
     * Since when something keeps it from delivering: a fault, of its topic or of Flashduty, and not that it is paused.
     */
    public Optional<Instant> troubledSince() {
        return fault.map(TopicFault::since).or(() -> status.state().faultSince());
    }

    /** In one word; a channel whose topic is at fault is held, whatever its outbox does. */
    public String state() {
        return fault.isPresent() ? "held" : status.state().word();
    }
}
