package io.alertrelay.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The Kafka in which alerts are stored.
 *
 * @param prefix of every topic and consumer group
 * @param replication of new topics, and the minimum for existing ones; for clusters only
 * @param minInsyncReplicas of new topics, and the minimum for existing ones; for clusters only
 * @param webhooksPartitions of the webhooks topic when it is created
 * @param retention the minimum time for which webhooks and settled events are kept
 * @param minFree bytes: with less free on the disk of the embedded broker no webhooks are accepted; empty for a default
 *     by its size
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

    /** Without what is passed over, so that two of the same effect are equal. */
    KafkaSettings used() {
        return brokers instanceof Brokers.Cluster cluster
                ? new KafkaSettings(
                        new Brokers.Cluster(cluster.bootstrapServers(), cluster.properties()),
                        prefix,
                        replication,
                        minInsyncReplicas,
                        webhooksPartitions,
                        retention,
                        minFree)
                : this;
    }

    /** An embedded broker with its data in that folder, and the defaults for everything else. */
    public static KafkaSettings embeddedIn(Path data) {
        return new KafkaSettings(new Brokers.Embedded(data, 0), PREFIX, 1, 1, PARTITIONS, RETENTION, Optional.empty());
    }
}
