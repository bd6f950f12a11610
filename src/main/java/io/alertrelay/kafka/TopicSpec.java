package io.alertrelay.kafka;

import java.util.Map;
import java.util.Objects;

/**
 * A topic as the relay needs it.
 *
 * @param name its name in the cluster
 * @param partitions how many it gets when it is created
 * @param exactPartitions whether it must have just so many, because an order depends on it
 * @param config its settings when it is created, by Kafka's names
 */
public record TopicSpec(String name, int partitions, boolean exactPartitions, Map<String, String> config) {
    public TopicSpec {
        Objects.requireNonNull(name);
        config = Map.copyOf(config);
    }
}
