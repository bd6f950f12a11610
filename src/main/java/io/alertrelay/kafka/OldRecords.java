package io.alertrelay.kafka;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;

/**
 * Deletes the records of a topic that are past their retention. Kafka's own retention trusts the broker's clock; here a
 * record must be old both by the clock and compared with the newest record of its partition, so that a wrong clock
 * deletes nothing as long as no record is written by it. A record that such a clock dated in the future counts as old
 * as the records after it; otherwise it would keep all of them until that date.
 */
public final class OldRecords {
    /** How many records of a partition are read at a time, where Kafka's search by time is not enough. */
    private static final long MOST_READ = 100_000;

    private final Admin admin;
    private final KafkaClients clients;
    private final InstantSource clock;
    private final Runnable progress;
    private final boolean keepsLast;

    /**
     * @param admin stays open
     * @param clock decides what is old
     * @param progress called repeatedly while records are read, which may take minutes
     */
    public OldRecords(Admin admin, KafkaClients clients, InstantSource clock, Runnable progress) {
        this(admin, clients, clock, progress, false);
    }

    private OldRecords(Admin admin, KafkaClients clients, InstantSource clock, Runnable progress, boolean keepsLast) {
        this.admin = admin;
        this.clients = clients;
        this.clock = clock;
        this.progress = progress;
        this.keepsLast = keepsLast;
    }

    /**
     * The same, but of each partition the last record that is old stays, and with it whatever is younger than that:
     * what was stored after the time of a partition's first record was never deleted, so that this time tells how far
     * back the partition reaches, also where records are rare, and where the clock was set back.
     */
    public OldRecords keepingLast() {
        return new OldRecords(admin, clients, clock, progress, true);
    }

    /**
     * Deletes the records that the group has committed and that are older than {@code kept}; both must hold.
     *
     * @return the first offset that is left, for each partition from which something may be deleted
     * @throws ExecutionException if the cluster refuses
     */
    public Map<TopicPartition, Long> deleteSettled(String topic, String group, Duration kept)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, Long> settled = new HashMap<>();
        new GroupOffsets(admin)
                .committed(group, topic)
                .forEach((partition, offset) -> settled.put(new TopicPartition(topic, partition), offset));
        return delete(settled, kept);
    }

    /**
     * Deletes what is older than {@code kept}, whoever has read it.
     *
     * @return the first offset that is left, for each partition
     * @throws ExecutionException if the cluster refuses
     */
    public Map<TopicPartition, Long> delete(String topic, Duration kept)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> all =
                admin.describeTopics(List.of(topic)).allTopicNames().get().values().stream()
                        .flatMap(description -> description.partitions().stream())
                        .collect(Collectors.toMap(
                                partition -> new TopicPartition(topic, partition.partition()),
                                partition -> OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        admin.listOffsets(all).all().get().forEach((partition, end) -> ends.put(partition, end.offset()));
        return delete(ends, kept);
    }

    /** @param upTo offsets from which on nothing is deleted, however old it is */
    private Map<TopicPartition, Long> delete(Map<TopicPartition, Long> upTo, Duration kept)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> all = new HashMap<>();
        upTo.keySet().forEach(partition -> all.put(partition, OffsetSpec.earliest()));
        Map<TopicPartition, Long> starts = new HashMap<>();
        admin.listOffsets(all).all().get().forEach((partition, start) -> starts.put(partition, start.offset()));
        all.replaceAll((partition, earliest) -> OffsetSpec.maxTimestamp());
        Map<TopicPartition, Long> since = new HashMap<>();
        long now = clock.millis();
        admin.listOffsets(all)
                .all()
                .get()
                .forEach((partition, newest) ->
                        since.put(partition, Math.max(0, Math.min(now, newest.timestamp()) - kept.toMillis())));
        all.replaceAll((partition, newest) -> OffsetSpec.forTimestamp(since.getOrDefault(partition, 0L)));
        Map<TopicPartition, Long> left = new HashMap<>();
        Map<TopicPartition, Long> unsure = new HashMap<>();
        admin.listOffsets(all).all().get().forEach((partition, young) -> {
            long most = upTo.getOrDefault(partition, 0L);
            long old = keepsLast ? young.offset() - 1 : young.offset();
            long first = Math.min(most, Math.max(old, starts.getOrDefault(partition, most)));
            left.put(partition, first);
            // Kafka's search by time also finds none while a file with deleted records still exists, some of them
            // young.
            if (young.offset() < 0 || young.timestamp() > now) {
                unsure.put(partition, Math.min(most, first + MOST_READ));
            }
        });
        if (unsure.entrySet().stream().anyMatch(end -> end.getValue() > left.getOrDefault(end.getKey(), 0L))) {
            left.putAll(behindOldOnes(left, unsure, since, now));
        }
        if (keepsLast) {
            left.putAll(youngerThanTheFirst(left, starts, now));
        }
        Map<TopicPartition, RecordsToDelete> deletions = new HashMap<>();
        left.forEach((partition, first) -> deletions.put(partition, RecordsToDelete.beforeOffset(first)));
        admin.deleteRecords(deletions).all().get();
        return left;
    }

    /**
     * Reads records to find old ones at the start of each partition, including those after records dated in the future.
     *
     * @param since records before this time are old
     * @return the first offset that is left behind the last old record, for each partition that has one
     */
    private Map<TopicPartition, Long> behindOldOnes(
            Map<TopicPartition, Long> from, Map<TopicPartition, Long> to, Map<TopicPartition, Long> since, long now) {
        Map<TopicPartition, Long> behind = new HashMap<>();
        try (TopicReader reader = new TopicReader(clients)) {
            to.forEach((partition, end) -> reader.readRaw(
                    Map.of(partition, from.getOrDefault(partition, end)), Map.of(partition, end), record -> {
                        progress.run();
                        boolean old = record.timestamp() < since.getOrDefault(partition, 0L);
                        if (old) {
                            behind.put(partition, keepsLast ? record.offset() : record.offset() + 1);
                        }
                        return old || record.timestamp() > now;
                    }));
        }
        return behind;
    }

    /**
     * Where the clock was set back, records that are younger than the first that is left stand before it.
     *
     * @return the offset of the first of these, for each partition that has some
     */
    private Map<TopicPartition, Long> youngerThanTheFirst(
            Map<TopicPartition, Long> left, Map<TopicPartition, Long> starts, long now)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, Long> shrinking = new HashMap<>(left);
        shrinking.entrySet().removeIf(first -> first.getValue() <= starts.getOrDefault(first.getKey(), 0L));
        Map<TopicPartition, Long> younger = new HashMap<>();
        if (shrinking.isEmpty()) {
            return younger;
        }
        try (TopicReader reader = new TopicReader(clients)) {
            Map<TopicPartition, Long> times = times(reader, shrinking);
            Map<TopicPartition, OffsetSpec> since = new HashMap<>();
            times.forEach((partition, time) -> since.put(partition, OffsetSpec.forTimestamp(time)));
            admin.listOffsets(since).all().get().forEach((partition, found) -> {
                long start = starts.getOrDefault(partition, 0L);
                long first = left.getOrDefault(partition, 0L);
                if (found.offset() < 0 || found.timestamp() > now) {
                    long end = Math.min(first, start + MOST_READ);
                    younger.put(partition, end);
                    long time = times.getOrDefault(partition, now);
                    reader.readRaw(Map.of(partition, start), Map.of(partition, end), record -> {
                        progress.run();
                        boolean isYounger = record.timestamp() >= time && record.timestamp() <= now;
                        if (isYounger) {
                            younger.put(partition, record.offset());
                        }
                        return !isYounger;
                    });
                } else if (found.offset() < first) {
                    younger.put(partition, Math.max(found.offset(), start));
                }
            });
        }
        return younger;
    }

    /** The times of the records there. */
    private Map<TopicPartition, Long> times(TopicReader reader, Map<TopicPartition, Long> places) {
        Map<TopicPartition, Long> times = new HashMap<>();
        Map<TopicPartition, Long> ends =
                reader.ends(places.keySet().stream().map(TopicPartition::topic).collect(Collectors.toSet()));
        Map<TopicPartition, Long> after = new HashMap<>(places);
        after.entrySet().removeIf(place -> place.getValue() >= ends.getOrDefault(place.getKey(), 0L));
        after.replaceAll((partition, offset) -> offset + 1);
        reader.readRaw(places, after, record -> {
            progress.run();
            times.put(new TopicPartition(record.topic(), record.partition()), record.timestamp());
            return false;
        });
        return times;
    }
}
