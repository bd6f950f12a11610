package io.alertrelay.config;

import java.nio.file.Path;
import java.util.Map;

/** The Kafka to use. */
public sealed interface Brokers {
    /**
     * A broker in this process.
     *
     * @param data the folder of its log
     * @param port on loopback; 0 for any free one
     */
    record Embedded(Path data, int port) implements Brokers {}

    /**
     * A cluster.
     *
     * @param bootstrapServers host:port, comma-separated
     * @param properties for every client, by Kafka's names; security settings among them
     */
    record Cluster(String bootstrapServers, Map<String, Secret> properties) implements Brokers {
        public Cluster {
            properties = Map.copyOf(properties);
        }
    }
}
