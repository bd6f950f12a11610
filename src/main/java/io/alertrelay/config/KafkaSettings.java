package io.alertrelay.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where alerts are stored.
 *
 * @param prefix of every topic and consumer group
 * @param replication of new topics, and the least that existing ones may have; a cluster's affair
 * @param minInsyncReplicas likewise
 * @param webhooksPartitions of the webhooks topic, when it is created
 * @param retention how long webhooks and settled events are kept at least
 * @param minFree bytes: with less free on the disk of the embedded broker no webhooks are taken; empty for what its
 *     size suggests
 */
public record KafkaSettings(
        Brokers brokers,
        String prefix,
        int replication,
        int minInsyncReplicas,
        int webhooksPartitions,
        Duration retention,
        Optional<Long> minFree) {
    /** The prefix if none is set. */
    static final String PREFIX = "alert-relay.";

    static final int PARTITIONS = 6;
    static final Duration RETENTION = Duration.ofDays(7);

    /** An embedded broker with its data in that folder, and everything else as it is if nothing is set. */
    public static KafkaSettings embeddedIn(Path data) {
        return new KafkaSettings(new Brokers.Embedded(data, 0), PREFIX, 1, 1, PARTITIONS, RETENTION, Optional.empty());
    }
}
