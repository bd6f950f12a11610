package io.alertrelay.kafka;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.TopicConfig;

/**
 * What an existing topic must be like, so that "accepted means stored" holds and no order is lost.
 *
 * @param replication the least replication factor
 * @param minInsyncReplicas the least {@code min.insync.replicas}
 */
record TopicRequirements(int replication, int minInsyncReplicas) {
    private static final List<String> CHECKED = List.of(
            TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
            TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG,
            TopicConfig.CLEANUP_POLICY_CONFIG,
            TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG,
            TopicConfig.RETENTION_MS_CONFIG,
            TopicConfig.RETENTION_BYTES_CONFIG,
            TopicConfig.MAX_MESSAGE_BYTES_CONFIG);

    /** What is wrong with the topic; empty if nothing is. */
    List<TopicMistake> mistakes(TopicSpec spec, TopicDescription description, Config config) {
        Optional<String> hidden = hidden(config);
        Stream<Optional<String>> texts = hidden.isPresent()
                ? Stream.of(hidden)
                : Stream.of(
                        replication(description),
                        insyncReplicas(config),
                        leaderElection(config),
                        cleanup(spec, config),
                        compactionLag(spec, config),
                        retention(spec, config, TopicConfig.RETENTION_MS_CONFIG),
                        retention(spec, config, TopicConfig.RETENTION_BYTES_CONFIG),
                        messageSize(config),
                        partitions(spec, description));
        return texts.flatMap(Optional::stream)
                .map(text -> new TopicMistake(spec.name(), text))
                .toList();
    }

    private static Optional<String> hidden(Config config) {
        List<String> hidden =
                CHECKED.stream().filter(name -> shown(config, name).isEmpty()).toList();
        return unless(
                hidden.isEmpty(),
                "the cluster does not show its settings " + String.join(", ", hidden)
                        + ", which must be checked; give the relay's user the right DescribeConfigs on it, or use a"
                        + " cluster that shows them");
    }

    private Optional<String> replication(TopicDescription description) {
        int replicas = description.partitions().stream()
                .mapToInt(p -> p.replicas().size())
                .min()
                .orElse(0);
        return unless(
                replicas >= replication,
                text("replication factor", replicas, "at least " + replication + " (kafka.replication)"));
    }

    private Optional<String> insyncReplicas(Config config) {
        int found = Integer.parseInt(value(config, TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG));
        return unless(
                found >= minInsyncReplicas,
                text(
                        TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
                        found,
                        "at least " + minInsyncReplicas + " (kafka.min_insync_replicas)"));
    }

    private static Optional<String> leaderElection(Config config) {
        return unless(
                "false".equals(value(config, TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG)),
                text(TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG, "true", "false"));
    }

    private static Optional<String> cleanup(TopicSpec spec, Config config) {
        String found = value(config, TopicConfig.CLEANUP_POLICY_CONFIG);
        String expected = spec.config().getOrDefault(TopicConfig.CLEANUP_POLICY_CONFIG, "delete");
        return unless(found.equals(expected), text(TopicConfig.CLEANUP_POLICY_CONFIG, found, expected));
    }

    private static Optional<String> compactionLag(TopicSpec spec, Config config) {
        String least = spec.config().getOrDefault(TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG, "0");
        return atLeast(config, TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG, Long.parseLong(least));
    }

    private static Optional<String> retention(TopicSpec spec, Config config, String limit) {
        String found = value(config, limit);
        return unless(
                !spec.holdsWhatWaits() || "-1".equals(found),
                text(
                        limit,
                        found,
                        "-1: Kafka would delete alerts that still wait; the relay deletes what is settled itself"));
    }

    private static Optional<String> messageSize(Config config) {
        return atLeast(config, TopicConfig.MAX_MESSAGE_BYTES_CONFIG, MessageSize.MAX_BYTES);
    }

    private static Optional<String> partitions(TopicSpec spec, TopicDescription description) {
        int found = description.partitions().size();
        return unless(
                !spec.exactPartitions() || found == spec.partitions(),
                text("partitions", found, spec.partitions() + ", because its order depends on it"));
    }

    private static Optional<String> atLeast(Config config, String name, long least) {
        String found = value(config, name);
        return unless(Long.parseLong(found) >= least, text(name, found, "at least " + least));
    }

    private static Optional<String> unless(boolean fits, String text) {
        return fits ? Optional.empty() : Optional.of(text);
    }

    private static String value(Config config, String name) {
        return shown(config, name).orElse("");
    }

    /** The value of a setting, of a topic or a broker; empty if the cluster does not show it. */
    static Optional<String> shown(Config config, String name) {
        return Optional.ofNullable(config.get(name)).map(ConfigEntry::value);
    }

    /** How a mistake is told. */
    static String text(String what, Object found, String expected) {
        return "found " + what + " " + found + ", expected " + expected;
    }
}
