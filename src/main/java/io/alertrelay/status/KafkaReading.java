package io.alertrelay.status;

import io.alertrelay.channels.RemovedChannels;
import io.alertrelay.kafka.Lag;
import io.alertrelay.kafka.TopicLags;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import org.apache.kafka.common.TopicPartition;

/**
 * The latest answers of Kafka.
 *
 * @param at when it answered last; while it does not answer, its last answers are shown with their age
 * @param reachable whether it answered the last question
 * @param coordinated whether the coordinator of the routing group did, too; while it does not, its last answers are
 *     shown
 * @param lags of the groups, by topic and partition; a topic for which it gave none is absent
 * @param removed the channels that are no longer configured, and in which something waits
 * @param cutOff the partitions of webhooks that have no leader, or whose leader does not answer; by number
 */
record KafkaReading(
        Instant at,
        boolean reachable,
        boolean coordinated,
        Map<String, Map<Integer, Lag>> lags,
        List<RemovedChannels.RemovedChannel> removed,
        List<CutOff> cutOff) {
    KafkaReading {
        lags = Map.copyOf(lags);
        removed = List.copyOf(removed);
        cutOff = List.copyOf(cutOff);
    }

    /**
     * A partition of webhooks that can't be written or read, while others can.
     *
     * @param led whether it has a leader, which does not answer
     * @param since when that was noticed
     * @param waiting how many webhooks wait in it to be routed; empty if that was never known
     */
    record CutOff(int partition, boolean led, Instant since, OptionalLong waiting) {}

    /** Before the first answer. */
    static KafkaReading none(Instant now) {
        return new KafkaReading(now, true, true, Map.of(), List.of(), List.of());
    }

    /** The same, but Kafka has not answered since. */
    KafkaReading away() {
        return new KafkaReading(at, false, true, lags, removed, List.of());
    }

    /**
     * The same, but only brokers that store webhooks have answered since.
     *
     * @param topic of webhooks
     */
    KafkaReading uncoordinated(Instant now, String topic, TopicLags webhooks) {
        return new KafkaReading(
                at, true, false, lags, removed, cuts(now, webhooks, lags.getOrDefault(topic, Map.of())));
    }

    /**
     * The next one.
     *
     * @param topic of webhooks
     * @param webhooks its lags; of a partition that is cut off what was written before is still known
     * @param whole the lags of the topics that answered completely
     */
    KafkaReading answered(
            Instant now,
            String topic,
            TopicLags webhooks,
            Map<String, Map<Integer, Lag>> whole,
            List<RemovedChannels.RemovedChannel> nowRemoved) {
        Map<Integer, Lag> known = new HashMap<>(webhooks.lags());
        webhooks.cutOff()
                .forEach((partition, cut) -> Optional.ofNullable(
                                lags.getOrDefault(topic, Map.of()).get(partition))
                        .ifPresent(lag ->
                                known.put(partition, new Lag(cut.next().orElse(lag.next()), lag.end()))));
        Map<String, Map<Integer, Lag>> all = new HashMap<>(whole);
        all.put(topic, known);
        return new KafkaReading(now, true, true, all, nowRemoved, cuts(now, webhooks, known));
    }

    private List<CutOff> cuts(Instant now, TopicLags webhooks, Map<Integer, Lag> known) {
        return webhooks.cutOff().entrySet().stream()
                .map(cut -> new CutOff(
                        cut.getKey(),
                        cut.getValue().led(),
                        since(cut.getKey()).orElse(now),
                        Optional.ofNullable(known.get(cut.getKey())).stream()
                                .mapToLong(Lag::waiting)
                                .findFirst()))
                .sorted(Comparator.comparingInt(CutOff::partition))
                .toList();
    }

    /** Whether all of it is of the last question. */
    boolean isCurrent() {
        return reachable && coordinated;
    }

    private Optional<Instant> since(int partition) {
        return cutOff.stream()
                .filter(cut -> cut.partition() == partition)
                .map(CutOff::since)
                .findFirst();
    }

    /** How many records of the topic wait; empty if that is not known. */
    Optional<Long> waiting(String topic) {
        return waiting(topic, (partition, end) -> OptionalLong.empty());
    }

    /**
     * The same when it is known here which of them are settled: Kafka counts all behind the first one that is not.
     *
     * @param unsettled of a partition that has that end; empty where it is not known
     */
    Optional<Long> waiting(String topic, BiFunction<TopicPartition, Long, OptionalLong> unsettled) {
        return Optional.ofNullable(lags.get(topic))
                .map(partitions -> partitions.entrySet().stream()
                        .mapToLong(lag -> unsettled
                                .apply(
                                        new TopicPartition(topic, lag.getKey()),
                                        lag.getValue().end())
                                .orElse(lag.getValue().waiting()))
                        .sum());
    }
}
