package io.alertrelay.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.config.TopicConfig;

/** The relay's topics, and the settings of each. */
public final class RelayTopics {
    /** The retention of dead letters, quarantine and receipts. */
    public static final Duration LEDGER_KEPT = Duration.ofDays(30);

    private static final Duration UNFINISHED = Duration.ofHours(24);
    private static final Duration SEGMENT = Duration.ofHours(12);

    private final TopicNames names;
    private final int webhooksPartitions;

    public RelayTopics(TopicNames names, int webhooksPartitions) {
        this.names = names;
        this.webhooksPartitions = webhooksPartitions;
    }

    /** The topics of a relay with these channels. */
    public List<TopicSpec> specs(Collection<String> channels) {
        return Stream.concat(
                        Stream.of(
                                new TopicSpec(names.webhooks(), webhooksPartitions, false, untilSettled()),
                                TopicSpec.alongside(names.decisions(), names.webhooks(), latestByKey()),
                                new TopicSpec(names.ruleSets(), 1, false, latestByKey()),
                                // One partition: the relay that has it executes the replays.
                                new TopicSpec(names.replays(), 1, true, latestByKey()),
                                TopicSpec.alongside(names.replayed(), names.webhooks(), untilSettled()),
                                new TopicSpec(names.relays(), 1, false, latestByKey()),
                                // One partition: an offset in it separates earlier settlements from later ones.
                                new TopicSpec(names.receipts(), 1, true, ledger()),
                                new TopicSpec(names.deadLetters(), 1, false, ledger()),
                                new TopicSpec(names.quarantine(), 1, false, ledger()),
                                new TopicSpec(names.refusals(), 1, false, ledger())),
                        // One partition a channel: one consumer is responsible for its order and rate, and Flashduty's
                        // limit is far below the throughput of one partition.
                        channels.stream().map(c -> new TopicSpec(names.channel(c), 1, true, untilSettled())))
                .toList();
    }

    /**
     * Kafka deletes by age alone, including what still waits for a channel that has been faulty for longer: these
     * topics are kept without limit, and {@link OldRecords} deletes what is both old and settled.
     */
    private static Map<String, String> untilSettled() {
        return Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_DELETE,
                TopicConfig.RETENTION_MS_CONFIG,
                "-1",
                TopicConfig.RETENTION_BYTES_CONFIG,
                "-1",
                TopicConfig.SEGMENT_MS_CONFIG,
                String.valueOf(SEGMENT.toMillis()));
    }

    /**
     * The latest record of a key is kept. The others are kept long enough to repeat the decisions of an interrupted
     * run.
     */
    private static Map<String, String> latestByKey() {
        return Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_COMPACT,
                TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG,
                String.valueOf(UNFINISHED.toMillis()),
                TopicConfig.SEGMENT_MS_CONFIG,
                String.valueOf(SEGMENT.toMillis()));
    }

    /** Old records are deleted by {@link OldRecords} here, too, because Kafka trusts a clock that jumped. */
    private static Map<String, String> ledger() {
        return Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_DELETE,
                TopicConfig.RETENTION_MS_CONFIG,
                "-1");
    }
}
