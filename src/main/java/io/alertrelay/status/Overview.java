package io.alertrelay.status;

import io.alertrelay.channels.ChannelView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A snapshot of the relay by its background thread, from which health and metrics are answered.
 *
 * @param at when it was taken
 * @param kafka Kafka's latest answers
 * @param channels the running ones, in the order of their names
 */
record Overview(Instant at, KafkaReading kafka, List<ChannelView> channels) {
    Overview {
        channels = List.copyOf(channels);
    }

    /** The channel with that name, if it was running. */
    Optional<ChannelView> named(String name) {
        return channels.stream().filter(channel -> channel.name().equals(name)).findFirst();
    }
}
