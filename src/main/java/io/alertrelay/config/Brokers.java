package io.alertrelay.config;

import java.nio.file.Path;
import java.util.List;
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
     * @param unused the names of further ones that are passed over, because the relay has values of its own
     */
    record Cluster(String bootstrapServers, Map<String, Secret> properties, List<String> unused) implements Brokers {
        public Cluster {
            properties = Map.copyOf(properties);
            unused = List.copyOf(unused);
        }

        /** One whose properties are all used. */
        public Cluster(String bootstrapServers, Map<String, Secret> properties) {
            this(bootstrapServers, properties, List.of());
        }
    }
}
