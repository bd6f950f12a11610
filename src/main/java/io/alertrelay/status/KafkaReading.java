package io.alertrelay.status;

import io.alertrelay.channels.RemovedChannels;
import io.alertrelay.kafka.Lag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What Kafka said when it was asked last.
 *
 * @param at when it said so; what it said before is shown, with its age, while it does not answer
 * @param reachable whether it answered when it was asked last
 * @param lags how far the groups are, by topic and partition; a topic of which it does not say so is absent
 * @param removed the channels that are configured no longer, and in which something waits
 */
record KafkaReading(
        Instant at, boolean reachable, Map<String, Map<Integer, Lag>> lags, List<RemovedChannels.Removed> removed) {
    KafkaReading {
        lags = Map.copyOf(lags);
        removed = List.copyOf(removed);
    }

    /** The same, but it did not answer since. */
    KafkaReading away() {
        return new KafkaReading(at, false, lags, removed);
    }

    /** How many records of the topic wait; empty if that is not known. */
    Optional<Long> waiting(String topic) {
        return Optional.ofNullable(lags.get(topic))
                .map(lag -> lag.values().stream().mapToLong(Lag::waiting).sum());
    }
}
