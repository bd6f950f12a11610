package io.alertrelay.status;

import io.alertrelay.channels.ChannelView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The relay as it was when its background thread looked at it: what health and metrics are answered from.
 *
 * @param at when that was
 * @param kafka what Kafka said last
 * @param channels those that ran, in the order of their names
 */
record Overview(Instant at, KafkaReading kafka, List<ChannelView> channels) {
    Overview {
        channels = List.copyOf(channels);
    }

    /** The channel of that name, if it ran. */
    Optional<ChannelView> named(String name) {
        return channels.stream().filter(channel -> channel.name().equals(name)).findFirst();
    }
}
