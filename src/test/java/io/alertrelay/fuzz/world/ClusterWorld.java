package io.alertrelay.fuzz.world;

import io.alertrelay.fuzz.history.Freeze;
import io.alertrelay.fuzz.history.Life;
import io.alertrelay.fuzz.plan.Start;
import io.alertrelay.fuzz.plan.Strike;
import io.alertrelay.fuzz.plan.Trouble;
import io.alertrelay.testing.FreePorts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;

/**
 * Three brokers and two relays. Of the brokers never more than one is away: the next one goes only when every partition
 * has all of its replicas again.
 */
public final class ClusterWorld implements World {
    private static final int BROKERS = 3;
    private static final int RELAYS = 2;
    private static final long IN_SYNC_MILLIS = 180_000;
    private static final long PAUSE_NANOS = 200_000_000;

    private final Path folder;
    private final Doors doors = new Doors();
    private final Lives lives = new Lives();
    private final HostClock clock;
    private final List<Broker> brokers = new ArrayList<>();
    private final List<Relay> relays = new ArrayList<>();
    private final String bootstrapServers;

    /** @param folder for data, logs and configuration */
    public ClusterWorld(Path folder, int sandboxPort) {
        this.folder = folder;
        this.clock = new HostClock(folder);
        List<Integer> ports = FreePorts.take(2 * BROKERS + 2 * RELAYS);
        this.bootstrapServers = ports.subList(0, BROKERS).stream()
                .map(port -> "127.0.0.1:" + port)
                .collect(Collectors.joining(","));
        for (int id = 1; id <= BROKERS; id++) {
            brokers.add(new Broker(id, ports.subList(0, 2 * BROKERS), folder));
        }
        for (int n = 0; n < RELAYS; n++) {
            int first = 2 * BROKERS + 2 * n;
            relays.add(new Relay(
                    "relay" + (n + 1),
                    "{ brokers: \"" + bootstrapServers + "\" }",
                    ports.subList(first, first + 2),
                    sandboxPort,
                    folder,
                    clock,
                    doors,
                    lives));
        }
    }

    @Override
    public void begin(Start start) throws IOException, InterruptedException, WorldException {
        for (Broker broker : brokers) {
            broker.start();
        }
        awaitInSync();
        for (Relay relay : relays) {
            relay.start(start);
        }
        awaitReady();
    }

    @Override
    public void strike(Strike strike) throws IOException, InterruptedException, WorldException {
        int target = strike.target() % (RELAYS + BROKERS);
        if (target < RELAYS) {
            relays.get(target).end(strike.kill());
            relays.get(target).start(strike.start());
        } else {
            awaitInSync();
            Broker broker = brokers.get(target - RELAYS);
            broker.end(strike.kill());
            broker.start();
        }
    }

    @Override
    public void freeze(Trouble.Freeze freeze) throws IOException, InterruptedException {
        relays.get(freeze.target() % RELAYS).freeze(freeze.millis());
    }

    @Override
    public List<Freeze> freezes() {
        return lives.freezes();
    }

    @Override
    public void awaitReady() throws InterruptedException, WorldException {
        awaitInSync();
        for (Relay relay : relays) {
            relay.awaitReady();
        }
    }

    @Override
    public Doors doors() {
        return doors;
    }

    @Override
    public HostClock clock() {
        return clock;
    }

    @Override
    public List<String> waiting() {
        return relays.stream()
                .flatMap(relay -> HealthWaiting.of(relay.health()).stream())
                .toList();
    }

    @Override
    public Properties kafka() {
        Properties p = new Properties();
        p.put("bootstrap.servers", bootstrapServers);
        return p;
    }

    @Override
    public List<Life> lives() {
        return lives.all();
    }

    @Override
    public Path config() {
        return relays.get(0).config();
    }

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public void close() throws InterruptedException {
        for (Relay relay : relays) {
            relay.close();
        }
        for (Broker broker : brokers) {
            broker.close();
        }
    }

    private void awaitInSync() throws InterruptedException, WorldException {
        long end = System.currentTimeMillis() + IN_SYNC_MILLIS;
        while (!inSync()) {
            if (System.currentTimeMillis() > end || !brokers.stream().allMatch(Broker::alive)) {
                throw new WorldException("the brokers do not come together, see " + folder);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private boolean inSync() throws InterruptedException {
        Properties p = kafka();
        p.put("request.timeout.ms", "2000");
        p.put("default.api.timeout.ms", "4000");
        try (Admin admin = Admin.create(p)) {
            if (admin.describeCluster().nodes().get(5, TimeUnit.SECONDS).size() < BROKERS) {
                return false;
            }
            Set<String> topics = admin.listTopics().names().get(5, TimeUnit.SECONDS);
            return admin.describeTopics(topics).allTopicNames().get(5, TimeUnit.SECONDS).values().stream()
                    .flatMap(topic -> topic.partitions().stream())
                    .allMatch(partition ->
                            partition.isr().size() == partition.replicas().size());
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }
}
