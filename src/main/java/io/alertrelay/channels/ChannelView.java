package io.alertrelay.channels;

import io.alertrelay.config.ChannelSettings;
import io.alertrelay.delivery.OutboxStatus;
import io.alertrelay.kafka.TopicFault;
import java.time.Instant;
import java.util.Optional;

/**
 * A snapshot of a channel.
 *
 * @param waiting how many events wait in its topic; empty if that is not known
 * @param fault of its topic, if there is one
 * @param here whether this relay has it; if not, how it is elsewhere is not known here
 */
public record ChannelView(
        ChannelSettings settings,
        OutboxStatus status,
        Optional<Long> waiting,
        Optional<TopicFault> fault,
        boolean here) {
    /** The channel's name, as configured. */
    public String name() {
        return settings.name();
    }

    /** Since when a fault, of its topic or of Flashduty, keeps it from delivering; a pause does not count. */
    public Optional<Instant> faultSince() {
        return fault.map(TopicFault::since).or(() -> status.state().faultSince());
    }

    /** Its state in one word; a channel whose topic is at fault is held, whatever its outbox does. */
    public String state() {
        return fault.isPresent() ? "held" : status.state().word();
    }
}
