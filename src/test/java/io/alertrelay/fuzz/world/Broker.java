package io.alertrelay.fuzz.world;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One of three brokers, each a controller too, as {@code src/test/cluster/cluster.sh} runs them. */
final class Broker {
    private static final String CLUSTER_ID = "MkU3OEVBNTcwNTJENDM2Qg";

    private final int id;
    private final Path folder;
    private final BrokerNetwork network;
    private final List<Integer> ports;
    private Child child;

    /** @param ports three for clients, three for controllers, and three for the relay that can be cut off */
    Broker(int id, BrokerNetwork network, List<Integer> ports, Path folder) {
        this.id = id;
        this.network = network;
        this.ports = List.copyOf(ports);
        this.folder = folder;
    }

    /** The first start makes its folder. */
    void start() throws IOException, InterruptedException, WorldException {
        Path properties = folder.resolve(name() + ".properties");
        if (!Files.exists(data().resolve("meta.properties"))) {
            Files.writeString(properties, properties());
            int exit = Child.start(
                            name() + "-format",
                            Launch.in(network),
                            folder.resolve(name() + "-format.log"),
                            "kafka.tools.StorageTool",
                            List.of("format", "-t", CLUSTER_ID, "-c", properties.toString()))
                    .exit();
            if (exit != 0) {
                throw new WorldException(name() + " could not be formatted, see " + folder);
            }
        }
        child = Child.start(
                name(),
                Launch.in(network),
                folder.resolve(name() + ".log"),
                "kafka.Kafka",
                List.of(properties.toString()));
    }

    /** One that waits in vain for a controller that lets it go is killed after all. */
    void end(boolean kill) throws InterruptedException {
        if (kill) {
            child.kill();
            return;
        }
        try {
            child.stop();
        } catch (WorldException e) {
            // Kafka's affair: it has not ended in time, and was killed.
        }
    }

    /** Stands still for so long. */
    void freeze(long millis) throws IOException, InterruptedException {
        child.signal("STOP");
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } finally {
            child.signal("CONT");
        }
    }

    boolean alive() {
        return child != null && child.alive();
    }

    void close() throws InterruptedException {
        if (child != null) {
            child.kill();
        }
    }

    private String name() {
        return "broker" + id;
    }

    private Path data() {
        return folder.resolve(name());
    }

    private String properties() {
        String voters = IntStream.rangeClosed(1, 3)
                .mapToObj(n -> n + "@127.0.0.1:" + ports.get(2 + n))
                .collect(Collectors.joining(","));
        return """
                node.id=%6$d
                process.roles=broker,controller
                listeners=BROKER://%1$s,CUT://%2$s:%3$d,CONTROLLER://127.0.0.1:%4$d
                advertised.listeners=BROKER://%1$s,CUT://%5$s
                listener.security.protocol.map=BROKER:PLAINTEXT,CUT:PLAINTEXT,CONTROLLER:PLAINTEXT
                inter.broker.listener.name=BROKER
                controller.listener.names=CONTROLLER
                controller.quorum.voters=%7$s
                log.dirs=%8$s
                auto.create.topics.enable=false
                default.replication.factor=3
                min.insync.replicas=2
                offsets.topic.replication.factor=3
                offsets.topic.num.partitions=6
                group.min.session.timeout.ms=4000
                group.initial.rebalance.delay.ms=0
                message.max.bytes=41943040
                replica.fetch.max.bytes=41943040
                """.formatted(
                        network.host() + ":" + ports.get(id - 1),
                        network.cutHost(),
                        ports.get(5 + id),
                        ports.get(2 + id),
                        network.reached(ports.get(5 + id)),
                        id,
                        voters,
                        data());
    }
}
