package io.alertrelay.kafka;

import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.TopicConfig;

/**
 * A required topic.
 *
 * @param name its name in the cluster
 * @param partitions how many it gets when it is created
 * @param exactPartitions whether it must have exactly that many, because an order depends on it
 * @param partitionsOf the topic of which it must have as many partitions; then the two before are ignored
 * @param config its settings when it is created, by Kafka's names
 */
public record TopicSpec(
        String name,
        int partitions,
        boolean exactPartitions,
        Optional<String> partitionsOf,
        Map<String, String> config) {
    public TopicSpec {
        config = Map.copyOf(config);
    }

    /** A topic whose number of partitions does not depend on another one. */
    public TopicSpec(String name, int partitions, boolean exactPartitions, Map<String, String> config) {
        this(name, partitions, exactPartitions, Optional.empty(), config);
    }

    /** Whether deletion by age or size could delete records that still wait. */
    boolean holdsWhatWaits() {
        return config.containsKey(TopicConfig.RETENTION_BYTES_CONFIG);
    }

    /** A topic with as many partitions as another one. */
    static TopicSpec alongside(String name, String other, Map<String, String> config) {
        return new TopicSpec(name, 1, false, Optional.of(other), config);
    }
}
