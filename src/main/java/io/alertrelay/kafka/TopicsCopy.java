package io.alertrelay.kafka;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/**
 * Copies all topics of a relay from one Kafka to another, so that a relay started there continues where the other one
 * stopped. Topics refer to each other by partition and offset, and so do the ids that people know: each record keeps
 * its offset ({@link LogCopy}). The groups' commits are set last, when everything is copied and compared; until then a
 * topic {@link TopicNames#copying} marks the copy as incomplete.
 *
 * <pre>
 *   copying made ─▶ topics made ─▶ records, fillers ─▶ what the source has deleted, deleted ─▶ compared
 *                        ▲                                                                        │
 *                        └── interrupted: goes on from the ends     copying deleted ◀── offsets ◀─┘
 * </pre>
 */
public final class TopicsCopy {
    private static final String ORIGIN = "from";

    private final Side from;
    private final Side to;
    private final TopicSetup setup;

    /**
     * Source or target.
     *
     * @param clients of it
     * @param admin of it; the caller closes it
     * @param alone whether no other process can use it, whatever members its groups still have
     */
    public record Side(KafkaClients clients, Admin admin, TopicNames names, boolean alone) {
        private TopicPartition in(Side other, TopicPartition partition) {
            return new TopicPartition(
                    other.names.prefix()
                            + partition.topic().substring(names.prefix().length()),
                    partition.partition());
        }
    }

    /** @param setup of the target's topics */
    public TopicsCopy(Side from, Side to, TopicSetup setup) {
        this.from = from;
        this.to = to;
        this.setup = setup;
    }

    /**
     * What will be copied.
     *
     * @param topics of the source, with their settings
     * @param starts of each partition of the source: the first offset that is kept
     * @param ends of each partition of the source: the offset after the last record
     * @param there of each partition of the copy: its end
     * @param begun whether a copy was begun and not finished
     */
    public record CopyPlan(
            Map<String, Map<String, String>> topics,
            Map<TopicPartition, Long> starts,
            Map<TopicPartition, Long> ends,
            Map<TopicPartition, Long> there,
            boolean begun) {
        private boolean compacted(TopicPartition partition) {
            return topics.getOrDefault(partition.topic(), Map.of())
                    .getOrDefault(TopicConfig.CLEANUP_POLICY_CONFIG, "")
                    .equals(TopicConfig.CLEANUP_POLICY_COMPACT);
        }
    }

    /** Is notified of the progress. */
    @FunctionalInterface
    public interface CopyProgress {
        /** @param what the current step, in words */
        void at(String what, long done, long total);
    }

    /**
     * Examines both.
     *
     * @throws NotCopiedException if it can't be copied, for example because a relay is running
     * @throws ExecutionException if one of them does not answer, or refuses
     */
    public CopyPlan plan() throws NotCopiedException, ExecutionException, InterruptedException {
        requireNoRelay(from, "the source");
        requireNoRelay(to, "the target");
        Set<String> names = ours(from);
        if (!names.contains(from.names().webhooks())) {
            throw new NotCopiedException("the source has no topic "
                    + from.names().webhooks() + ": no relay has run there with this kafka.prefix");
        }
        if (names.contains(from.names().copying())) {
            throw new NotCopiedException("the source is a copy itself that was not finished");
        }
        Map<TopicPartition, Long> ends = offsets(from, partitions(from, names), OffsetSpec.latest());
        Set<String> targets = ours(to);
        boolean begun = targets.contains(to.names().copying());
        Map<TopicPartition, Long> there = new HashMap<>();
        offsets(to, partitions(to, targets), OffsetSpec.latest())
                .forEach((partition, end) -> there.put(to.in(from, partition), end));
        there.keySet()
                .removeIf(partition -> partition.topic().equals(from.names().copying()));
        for (Map.Entry<TopicPartition, Long> found : there.entrySet()) {
            if (found.getValue() > (begun ? ends.getOrDefault(found.getKey(), 0L) : 0)) {
                throw new NotCopiedException("the target is in use: " + from.in(to, found.getKey()) + " has "
                        + found.getValue() + " records. Choose another kafka.prefix, or delete the topics "
                        + to.names().prefix() + "* there first");
            }
        }
        return new CopyPlan(settings(names), offsets(from, ends.keySet(), OffsetSpec.earliest()), ends, there, begun);
    }

    /**
     * Copies everything that is missing, and compares everything.
     *
     * @throws UnfitTopicException if the copy exists with settings that would break a guarantee
     * @throws NotCopiedException if it can't be copied, or what was copied is not the same
     * @throws ExecutionException if one of them does not answer, or refuses
     * @throws KafkaException if one of them does not let records be read or written
     */
    public void run(CopyPlan plan, CopyProgress progress)
            throws UnfitTopicException, NotCopiedException, ExecutionException, InterruptedException {
        mark(plan);
        Map<String, Integer> counts = new TreeMap<>();
        plan.ends().keySet().forEach(partition -> counts.merge(partition.topic(), 1, Integer::sum));
        setup.ensure(counts.entrySet().stream()
                .map(topic -> new TopicSpec(
                        copy(topic.getKey()),
                        topic.getValue(),
                        true,
                        plan.topics().getOrDefault(topic.getKey(), Map.of())))
                .toList());
        Map<TopicPartition, LogDigest> read = copy(plan, progress);
        deleteBefore(plan);
        compare(plan, read, progress);
        carryOffsets(plan);
        to.admin().deleteTopics(List.of(to.names().copying())).all().get();
    }

    private String copy(String topic) {
        return from.in(to, new TopicPartition(topic, 0)).topic();
    }

    /** Has the source's identity, so that a copy is only continued from the same source. */
    private void mark(CopyPlan plan)
            throws UnfitTopicException, NotCopiedException, ExecutionException, InterruptedException {
        String marker = to.names().copying();
        String origin = from.admin().describeCluster().clusterId().get() + " "
                + from.names().prefix();
        if (origin.equals(to.admin().describeCluster().clusterId().get() + " "
                + to.names().prefix())) {
            throw new NotCopiedException("source and target are the same");
        }
        setup.ensure(List.of(new TopicSpec(marker, 1, true, Map.of())));
        try (TopicReader reader = new TopicReader(to.clients());
                TopicWriter writer = new TopicWriter(to.clients())) {
            Optional<String> before = plan.begun()
                    ? reader.at(marker, 0, 0).map(record -> new String(record.value(), StandardCharsets.UTF_8))
                    : Optional.empty();
            if (before.filter(other -> !other.equals(origin)).isPresent()) {
                throw new NotCopiedException(
                        "the copy that was begun in the target is of another source: delete the topics "
                                + to.names().prefix() + "* there first");
            }
            if (before.isEmpty()) {
                writer.write(marker, ORIGIN, origin.getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private Map<TopicPartition, LogDigest> copy(CopyPlan plan, CopyProgress progress)
            throws ExecutionException, InterruptedException {
        long total = plan.ends().entrySet().stream()
                .mapToLong(end -> end.getValue()
                        - Math.min(
                                plan.starts().getOrDefault(end.getKey(), 0L),
                                plan.there().getOrDefault(end.getKey(), 0L)))
                .sum();
        CopiedIds ids = new CopiedIds(
                from.names(),
                id(from, from.names().webhooks()),
                id(to, to.names().webhooks()));
        LogCopy records = new LogCopy(from.clients(), to.clients(), ids, done -> progress.at("copied", done, total));
        plan.ends()
                .forEach((partition, end) -> records.add(
                        partition,
                        from.in(to, partition),
                        plan.there().getOrDefault(partition, 0L),
                        end,
                        plan.compacted(partition)));
        return records.run(plan.starts());
    }

    /**
     * Deletes in the copy what the source has deleted, for which there are fillers; compacted topics do so on their
     * own.
     */
    private void deleteBefore(CopyPlan plan) throws ExecutionException, InterruptedException {
        Map<TopicPartition, RecordsToDelete> deletions = new HashMap<>();
        plan.starts().forEach((partition, start) -> {
            if (start > 0 && !plan.compacted(partition)) {
                deletions.put(from.in(to, partition), RecordsToDelete.beforeOffset(start));
            }
        });
        to.admin().deleteRecords(deletions).all().get();
    }

    private void compare(CopyPlan plan, Map<TopicPartition, LogDigest> expected, CopyProgress progress)
            throws NotCopiedException, ExecutionException, InterruptedException {
        Map<TopicPartition, Long> starts = new HashMap<>();
        plan.starts().forEach((partition, start) -> starts.put(from.in(to, partition), start));
        Map<TopicPartition, Long> ends = offsets(to, starts.keySet(), OffsetSpec.latest());
        Map<TopicPartition, LogDigest> found = new HashMap<>();
        plan.starts().keySet().forEach(p -> found.put(from.in(to, p), new LogDigest(plan.compacted(p))));
        long total = ends.entrySet().stream()
                .mapToLong(end -> end.getValue() - starts.getOrDefault(end.getKey(), 0L))
                .sum();
        long[] done = {0};
        try (TopicReader reader = TopicReader.bulk(to.clients())) {
            reader.readRaw(starts, ends, record -> {
                of(found, new TopicPartition(record.topic(), record.partition()))
                        .add(record);
                progress.at("compared", ++done[0], total);
                return true;
            });
        }
        List<String> differences = new ArrayList<>();
        plan.ends().forEach((partition, end) -> {
            TopicPartition copy = from.in(to, partition);
            LogDigest copied = of(found, copy);
            LogDigest original = of(expected, copy);
            if (!end.equals(ends.get(copy)) || !copied.sameAs(original)) {
                differences.add(copy + " is not the same: " + copied.records() + " records that count, to offset "
                        + ends.get(copy) + ", expected " + original.records() + ", to offset " + end
                        + "; delete the topics " + to.names().prefix() + "* there, and copy again");
            }
        });
        if (!offsets(from, plan.ends().keySet(), OffsetSpec.latest()).equals(plan.ends())) {
            differences.add("the source was written to while it was copied: stop every relay there, and copy again");
        }
        if (!differences.isEmpty()) {
            throw new NotCopiedException(String.join(System.lineSeparator(), differences));
        }
    }

    /** The digest of the partition; every partition has one. */
    private static LogDigest of(Map<TopicPartition, LogDigest> digests, TopicPartition partition) {
        return Objects.requireNonNull(digests.get(partition));
    }

    /** Copies the commits of each group, so that exactly what was not routed or delivered yet will be. */
    private void carryOffsets(CopyPlan plan) throws ExecutionException, InterruptedException {
        Map<String, Uuid> sources = ids(from, plan.topics().keySet());
        Map<String, Uuid> copies =
                ids(to, plan.topics().keySet().stream().map(this::copy).collect(Collectors.toSet()));
        for (String group : groups(from, plan.topics().keySet())) {
            Map<TopicPartition, OffsetAndMetadata> carried = new HashMap<>();
            new GroupOffsets(from.admin()).all(group).forEach((partition, offset) -> {
                TopicPartition copy = from.in(to, partition);
                Uuid source = sources.get(partition.topic());
                Uuid target = copies.get(copy.topic());
                if (offset != null && source != null && target != null) {
                    TopicMarks.carried(offset, source, target).ifPresent(there -> carried.put(copy, there));
                }
            });
            if (!carried.isEmpty()) {
                to.admin().alterConsumerGroupOffsets(copy(group), carried).all().get();
            }
        }
    }

    /** The groups of a relay; that of a channel has the name of its topic. */
    private static List<String> groups(Side side, Collection<String> topics) {
        return Stream.concat(
                        Stream.of(side.names().routingGroup(), side.names().replaysGroup()),
                        topics.stream()
                                .filter(topic -> topic.startsWith(side.names().channels())))
                .toList();
    }

    private static void requireNoRelay(Side side, String which)
            throws NotCopiedException, ExecutionException, InterruptedException {
        int members = side.alone()
                ? 0
                : new GroupOffsets(side.admin()).members(side.names().routingGroup());
        if (members > 0) {
            throw new NotCopiedException(members + (members == 1 ? " relay is" : " relays are") + " at work on " + which
                    + ": stop every one first (one that was killed counts for a few seconds more)");
        }
    }

    /** The topics of the relay with that prefix; others may have names that begin with it, too. */
    private static Set<String> ours(Side side) throws ExecutionException, InterruptedException {
        Set<String> fixed = new RelayTopics(side.names(), 1)
                .specs(List.of()).stream().map(TopicSpec::name).collect(Collectors.toSet());
        fixed.add(side.names().copying());
        return new GroupOffsets(side.admin())
                .topics(side.names().prefix()).stream()
                        .filter(topic -> fixed.contains(topic)
                                || topic.startsWith(side.names().channels()))
                        .collect(Collectors.toSet());
    }

    private static Map<String, Uuid> ids(Side side, Collection<String> topics)
            throws ExecutionException, InterruptedException {
        return described(side, topics).values().stream()
                .collect(Collectors.toMap(TopicDescription::name, TopicDescription::topicId));
    }

    private static Uuid id(Side side, String topic) throws ExecutionException, InterruptedException {
        return Objects.requireNonNull(ids(side, List.of(topic)).get(topic));
    }

    private static Map<String, TopicDescription> described(Side side, Collection<String> topics)
            throws ExecutionException, InterruptedException {
        return side.admin().describeTopics(topics).allTopicNames().get();
    }

    private static List<TopicPartition> partitions(Side side, Collection<String> topics)
            throws ExecutionException, InterruptedException {
        return described(side, topics).values().stream()
                .flatMap(topic -> IntStream.range(0, topic.partitions().size())
                        .mapToObj(partition -> new TopicPartition(topic.name(), partition)))
                .toList();
    }

    private static Map<TopicPartition, Long> offsets(Side side, Collection<TopicPartition> partitions, OffsetSpec which)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        side.admin()
                .listOffsets(partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> which)))
                .all()
                .get()
                .forEach((partition, found) -> offsets.put(partition, found.offset()));
        return offsets;
    }

    /** The settings of each topic that do not refer to brokers. */
    private Map<String, Map<String, String>> settings(Set<String> topics)
            throws ExecutionException, InterruptedException {
        Map<String, Map<String, String>> settings = new TreeMap<>();
        from.admin()
                .describeConfigs(topics.stream()
                        .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                        .toList())
                .all()
                .get()
                .forEach((topic, config) -> settings.put(
                        topic.name(),
                        config.entries().stream()
                                .filter(entry -> entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG
                                        && !entry.name().contains("throttled"))
                                .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value))));
        return settings;
    }
}
