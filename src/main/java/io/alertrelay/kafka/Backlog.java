package io.alertrelay.kafka;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * How many records of a topic its group has not settled yet, as the cluster knows it. Asked at most every two seconds,
 * however often it is looked at.
 */
public final class Backlog {
    private static final Duration FRESH = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Admin admin;
    private final Clock clock;
    private final Map<String, Reading> readings = new HashMap<>();

    public Backlog(Admin admin, Clock clock) {
        this.admin = admin;
        this.clock = clock;
    }

    /** The records that wait; empty if the cluster can't be asked now. */
    public synchronized Optional<Long> waiting(String topic, String group) {
        Reading reading = readings.get(topic);
        if (reading == null || reading.at().plus(FRESH).isBefore(clock.instant())) {
            reading = new Reading(read(topic, group), clock.instant());
            readings.put(topic, reading);
        }
        return reading.waiting();
    }

    private Optional<Long> read(String topic, String group) {
        try {
            Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            int partitions = admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .get(topic)
                    .partitions()
                    .size();
            Map<TopicPartition, Long> ends = offsets(topic, partitions, OffsetSpec.latest());
            Map<TopicPartition, Long> starts = offsets(topic, partitions, OffsetSpec.earliest());
            return Optional.of(ends.entrySet().stream()
                    .mapToLong(end -> {
                        OffsetAndMetadata settled = committed.get(end.getKey());
                        return end.getValue() - (settled == null ? starts.get(end.getKey()) : settled.offset());
                    })
                    .sum());
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private Map<TopicPartition, Long> offsets(String topic, int partitions, OffsetSpec which)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        for (int p = 0; p < partitions; p++) {
            asked.put(new TopicPartition(topic, p), which);
        }
        Map<TopicPartition, Long> offsets = new HashMap<>();
        admin.listOffsets(asked)
                .all()
                .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .forEach((partition, result) -> offsets.put(partition, result.offset()));
        return offsets;
    }

    private record Reading(Optional<Long> waiting, Instant at) {}
}
