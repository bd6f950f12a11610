package io.alertrelay.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;

/** A Kafka broker in this process that asks nobody for anything: the operator's own cluster, as small as it gets. */
public final class PlainBroker implements AutoCloseable {
    private final KafkaRaftServer server;
    private final int port;
    private final String clusterId;
    private final int controllerPort;

    private PlainBroker(KafkaRaftServer server, int port, String clusterId, int controllerPort) {
        this.server = server;
        this.port = port;
        this.clusterId = clusterId;
        this.controllerPort = controllerPort;
    }

    /**
     * Starts one, and returns when it is up.
     *
     * @param data its folder; one that was used before is continued
     */
    public static PlainBroker start(Path data, int port) throws IOException {
        return start(data, port, Map.of());
    }

    /**
     * The same, with further listeners.
     *
     * @param secured the port of each, on loopback, and its security protocol, by the listener's name
     * @param more settings of them
     */
    public static PlainBroker start(Path data, int port, Map<String, Secured> secured, Map<String, String> more)
            throws IOException {
        Map<String, String> all = new HashMap<>(more);
        secured.forEach((name, listener) -> {
            all.merge("listeners", ",%s://127.0.0.1:%d".formatted(name, listener.port()), String::concat);
            all.merge("listener.security.protocol.map", ",%s:%s".formatted(name, listener.protocol()), String::concat);
        });
        return start(data, port, all);
    }

    /** A listener besides the one without any security. */
    public record Secured(int port, String protocol) {}

    /**
     * Starts one with further settings, and returns when it is up.
     *
     * @param more settings of the broker, by Kafka's names
     */
    public static PlainBroker start(Path data, int port, Map<String, String> more) throws IOException {
        int controllerPort = FreePorts.take(1).get(0);
        Properties settings = settings(data, port, controllerPort);
        settings.put("node.id", "1");
        settings.put("process.roles", "broker,controller");
        settings.put("listeners", "BROKER://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        // A further listener is added to what there is.
        more.forEach((name, value) ->
                settings.merge(name, value, (one, other) -> value.startsWith(",") ? one + value : value));
        String clusterId = Uuid.randomUuid().toString();
        return new PlainBroker(run(data, settings, clusterId, 1), port, clusterId, controllerPort);
    }

    /**
     * Starts a second broker of this one's cluster, and returns when it is up; the cluster's controller stays here.
     *
     * @param folder of its data; one that was used before is continued
     */
    public PlainBroker another(Path folder, int itsPort) throws IOException {
        Properties settings = settings(folder, itsPort, controllerPort);
        settings.put("node.id", "2");
        settings.put("process.roles", "broker");
        settings.put("listeners", "BROKER://127.0.0.1:" + itsPort);
        return new PlainBroker(run(folder, settings, clusterId, 2), itsPort, clusterId, controllerPort);
    }

    private static KafkaRaftServer run(Path data, Properties settings, String clusterId, int node) throws IOException {
        try {
            format(data, clusterId, node);
            KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.apply(settings, false), Time.SYSTEM);
            server.startup();
            return server;
        } catch (Exception e) {
            throw new IOException("the test broker did not start", e);
        }
    }

    /** {@code host:port}. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    private static void format(Path data, String clusterId, int node) throws Exception {
        if (!Files.exists(data.resolve("meta.properties"))) {
            new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                    .setClusterId(clusterId)
                    .setNodeId(node)
                    .setControllerListenerName("CONTROLLER")
                    .setMetadataLogDirectory(data.toString())
                    .addDirectory(data.toString())
                    .run();
        }
    }

    private static Properties settings(Path data, int port, int controllerPort) {
        Properties p = new Properties();
        p.put("listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT");
        p.put("inter.broker.listener.name", "BROKER");
        p.put("controller.listener.names", "CONTROLLER");
        p.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        p.put("log.dirs", data.toString());
        p.put("auto.create.topics.enable", "false");
        p.put("offsets.topic.num.partitions", "4");
        for (String name : List.of(
                "default.replication.factor",
                "min.insync.replicas",
                "offsets.topic.replication.factor",
                "transaction.state.log.replication.factor",
                "transaction.state.log.min.isr",
                "share.coordinator.state.topic.replication.factor",
                "share.coordinator.state.topic.min.isr")) {
            p.put(name, "1");
        }
        // It is alone in most tests: if it stands still for a while, nobody else should lead its partitions.
        p.put("broker.session.timeout.ms", "30000");
        p.put("broker.heartbeat.interval.ms", "500");
        p.put("group.initial.rebalance.delay.ms", "0");
        p.put("group.min.session.timeout.ms", "1000");
        p.put("log.cleaner.dedupe.buffer.size", String.valueOf(16 << 20));
        p.put("message.max.bytes", String.valueOf(40 << 20));
        p.put("replica.fetch.max.bytes", String.valueOf(40 << 20));
        return p;
    }
}
