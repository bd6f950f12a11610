package io.alertrelay.bench;

import io.alertrelay.testing.Cable;
import io.alertrelay.testing.FreePorts;
import io.alertrelay.testing.ProcessSignal;
import io.alertrelay.testing.RelayClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;

/** The processes of {@code src/test/cluster/cluster.sh}, to be ended, frozen and started again. */
public final class LoopbackCluster implements AutoCloseable {
    static final int BROKERS = 3;
    static final int RELAYS = 2;
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private final Path folder;
    private final int base;
    private final List<Cable> cables = new ArrayList<>();

    /**
     * Starts everything, and returns when it is ready.
     *
     * @param folder for data and logs
     * @param relays the configuration of each relay
     */
    LoopbackCluster(Path folder, Path relays) throws IOException, InterruptedException {
        this(folder, relays, false);
    }

    /**
     * Starts everything, and returns when it is ready.
     *
     * @param folder for data and logs
     * @param relays the configuration of each relay
     * @param cut whether the second relay can be cut off from the brokers
     */
    LoopbackCluster(Path folder, Path relays, boolean cut) throws IOException, InterruptedException {
        this(folder, relays, cut, Map.of());
    }

    private LoopbackCluster(Path folder, Path relays, boolean cut, Map<String, String> variables)
            throws IOException, InterruptedException {
        this.folder = folder;
        this.base = FreePorts.takeRow(46);
        for (int broker = 1; cut && broker <= BROKERS; broker++) {
            cables.add(new Cable(base + 6 + broker, base + 3 + broker));
        }
        Map<String, String> all = new HashMap<>(variables);
        all.put("RELAY_CONFIG", relays.toString());
        if (cut) {
            all.put("CLUSTER_CABLES", "yes");
        }
        script(all, "up", folder.toString(), String.valueOf(base));
        awaitInSync();
    }

    /**
     * The same with JVMs that don't compile for speed: for a test of a minute, where that would cost more than it gives.
     *
     * @param folder for data and logs
     * @param relays the configuration of each relay
     */
    public static LoopbackCluster quick(Path folder, Path relays) throws IOException, InterruptedException {
        return new LoopbackCluster(
                folder, relays, false, Map.of("CLUSTER_JAVA_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"));
    }

    /**
     * The brokers alone.
     *
     * @param folder for data and logs
     */
    static LoopbackCluster ofBrokers(Path folder) throws IOException, InterruptedException {
        LoopbackCluster cluster = new LoopbackCluster(folder, Path.of("src/test/cluster/relay.yaml"));
        for (String process : List.of("relay1", "relay2", "sandbox")) {
            cluster.signal(process, "TERM");
            cluster.awaitEnd(process);
        }
        return cluster;
    }

    /** Cuts the second relay off from the brokers, or lets it get through to them again. */
    void cut(boolean off) {
        cables.forEach(off ? Cable::cut : Cable::restore);
    }

    /** A client of a relay; relays are counted from 1. */
    public RelayClient relay(int number) {
        return new RelayClient(base + 30 + number, base + 40 + number);
    }

    /** Where the stand-in for Flashduty listens. */
    public int sandboxPort() {
        return base + 20;
    }

    /** Sends the process a signal by its name. */
    public void signal(String process, String signal) throws IOException, InterruptedException {
        ProcessSignal.send(pid(process), signal);
    }

    /** Returns when the process has ended. */
    void awaitEnd(String process) throws IOException {
        long pid = pid(process);
        Awaitility.await(process + " ends")
                .atMost(PATIENCE)
                .pollInterval(LOOK_EVERY)
                .until(() ->
                        ProcessHandle.of(pid).map(handle -> !handle.isAlive()).orElse(true));
    }

    /** host:port of all brokers, separated by commas. */
    public String brokers() {
        return IntStream.rangeClosed(1, BROKERS)
                .mapToObj(id -> "127.0.0.1:" + (base + id))
                .collect(Collectors.joining(","));
    }

    void start(String process) throws IOException, InterruptedException {
        script(Map.of(), "start", folder.toString(), process);
    }

    /** Returns when the relay is ready. */
    public void awaitReady(int relay) {
        RelayClient client = relay(relay);
        Awaitility.await("relay" + relay + " is ready, see " + folder)
                .atMost(PATIENCE)
                .pollInterval(LOOK_EVERY)
                .until(() -> client.health().path("status").asText().matches("up|degraded"));
    }

    /** Returns when every partition has all of its replicas. */
    void awaitInSync() {
        Awaitility.await("all replicas are in sync, see " + folder)
                .atMost(PATIENCE)
                .pollInterval(LOOK_EVERY)
                .until(this::inSync);
    }

    /** How many lines of a level a relay has logged so far. */
    long logged(String level) throws IOException {
        long lines = 0;
        for (int relay = 1; relay <= RELAYS; relay++) {
            try (Stream<String> log = Files.lines(folder.resolve("relay" + relay + ".log"))) {
                lines += log.filter(line -> line.contains(" " + level + " ")).count();
            }
        }
        return lines;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        script(Map.of(), "down", folder.toString());
        for (Cable cable : cables) {
            cable.close();
        }
    }

    private boolean inSync() throws InterruptedException {
        Properties p = new Properties();
        p.put("bootstrap.servers", brokers());
        try (Admin admin = Admin.create(p)) {
            Set<String> topics = admin.listTopics().names().get();
            return admin.describeCluster().nodes().get().size() == BROKERS
                    && admin.describeTopics(topics).allTopicNames().get().values().stream()
                            .flatMap(topic -> topic.partitions().stream())
                            .allMatch(partition -> partition.isr().size()
                                    == partition.replicas().size());
        } catch (ExecutionException e) {
            return false;
        }
    }

    private long pid(String process) throws IOException {
        return Long.parseLong(Files.readString(folder.resolve(process + ".pid")).strip());
    }

    private static void script(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("src/test/cluster/cluster.sh");
        builder.command().addAll(List.of(arguments));
        builder.environment().putAll(environment);
        if (builder.redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                != 0) {
            throw new IOException("cluster.sh " + String.join(" ", arguments) + " failed");
        }
    }
}
