package io.alertrelay.config;

import java.time.Duration;

/**
 * Where alerts are stored.
 *
 * @param prefix of every topic and consumer group
 * @param replication of new topics, and the least that existing ones may have; a cluster's affair
 * @param minInsyncReplicas likewise
 * @param webhooksPartitions of the webhooks topic, when it is created
 * @param retention how long webhooks and settled events are kept at least
 */
public record KafkaSettings(
        Brokers brokers,
        String prefix,
        int replication,
        int minInsyncReplicas,
        int webhooksPartitions,
        Duration retention) {}
