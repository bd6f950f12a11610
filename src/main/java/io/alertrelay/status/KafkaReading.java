package io.alertrelay.status;

import io.alertrelay.channels.RemovedChannels;
import io.alertrelay.kafka.Lag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The latest answers of Kafka.
 *
 * @param at when it answered last; while it does not answer, its last answers are shown with their age
 * @param reachable whether it answered the last question
 * @param lags of the groups, by topic and partition; a topic for which it gave none is absent
 * @param removed the channels that are no longer configured, and in which something waits
 */
record KafkaReading(
        Instant at,
        boolean reachable,
        Map<String, Map<Integer, Lag>> lags,
        List<RemovedChannels.RemovedChannel> removed) {
    KafkaReading {
        lags = Map.copyOf(lags);
        removed = List.copyOf(removed);
    }

    /** The same, but Kafka has not answered since. */
    KafkaReading away() {
        return new KafkaReading(at, false, lags, removed);
    }

    /** How many records of the topic wait; empty if that is not known. */
    Optional<Long> waiting(String topic) {
        return Optional.ofNullable(lags.get(topic))
                .map(lag -> lag.values().stream().mapToLong(Lag::waiting).sum());
    }
}
