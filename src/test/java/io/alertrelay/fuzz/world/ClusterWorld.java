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
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;

/**
 * Three brokers and two relays, of which the second reaches the brokers by a way that can be cut; sometimes a third
 * relay. Of the brokers no more than one is struck: the next one goes only when every partition has all of its replicas
 * again.
 */
public final class ClusterWorld implements World {
    private static final int BROKERS = 3;
    private static final int RELAYS = 2;
    /** The relay that can be cut off. */
    private static final int CUT = 1;

    private static final long IN_SYNC_MILLIS = 180_000;
    private static final long PAUSE_NANOS = 200_000_000;

    private final Path folder;
    private final RelayClients clients = new RelayClients();
    private final Lives lives = new Lives();
    private final HostClock clock;
    private final List<Broker> brokers = new ArrayList<>();
    private final List<Relay> relays = new ArrayList<>();
    private final BrokerNetwork network;
    /** Whether the brokers have a network of their own. */
    private final boolean own;

    private final Relay joining;
    private final String bootstrapServers;
    /** Held by who ends processes and starts them again, and by who wants all brokers to be there. */
    private final Object hands = new Object();

    /** @param folder for data, logs and configuration */
    public ClusterWorld(Path folder, int sandboxPort) throws IOException, InterruptedException {
        this.folder = folder;
        this.clock = new HostClock(folder);
        List<Integer> ports = FreePorts.take(4 * BROKERS + 2 * RELAYS + 2);
        List<Integer> cut = ports.subList(2 * BROKERS, 3 * BROKERS);
        Optional<BrokerNetwork> namespace = Namespace.open();
        this.network = namespace.isPresent()
                ? namespace.get()
                : new CableNetwork(cut, ports.subList(3 * BROKERS, 4 * BROKERS));
        this.own = namespace.isPresent();
        this.bootstrapServers = ports.subList(0, BROKERS).stream()
                .map(port -> network.host() + ":" + port)
                .collect(Collectors.joining(","));
        String bootstrapCut = cut.stream().map(network::reached).collect(Collectors.joining(","));
        for (int id = 1; id <= BROKERS; id++) {
            brokers.add(new Broker(id, network, ports.subList(0, 3 * BROKERS), folder));
        }
        for (int n = 0; n <= RELAYS; n++) {
            int first = 4 * BROKERS + 2 * n;
            relays.add(new Relay(
                    "relay" + (n + 1),
                    "{ brokers: \"" + (n == CUT ? bootstrapCut : bootstrapServers) + "\" }",
                    ports.subList(first, first + 2),
                    sandboxPort,
                    folder,
                    clock,
                    clients,
                    lives));
        }
        this.joining = relays.remove(RELAYS);
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
        synchronized (hands) {
            if (target < RELAYS) {
                relays.get(target).restart(strike.kill(), strike.start());
            } else {
                awaitInSync();
                Broker broker = brokers.get(target - RELAYS);
                broker.end(strike.kill());
                broker.start();
            }
        }
    }

    @Override
    public void happen(Trouble.OfCluster trouble) throws IOException, InterruptedException, WorldException {
        if (trouble instanceof Trouble.BrokerFreeze freeze) {
            awaitInSync();
            brokers.get(freeze.target() % BROKERS).freeze(freeze.millis());
        } else if (trouble instanceof Trouble.BrokersDown down) {
            bringDown(down);
        } else if (trouble instanceof Trouble.Roll) {
            for (Relay relay : relays) {
                synchronized (hands) {
                    relay.restart(false, relay.startedWith());
                }
                relay.awaitReady();
            }
        } else if (trouble instanceof Trouble.Join join) {
            joining.start(relays.get(0).startedWith());
            joining.awaitReady();
            TimeUnit.MILLISECONDS.sleep(join.millis());
            joining.end(join.kill());
        } else if (trouble instanceof Trouble.Cut cut) {
            cutOff(cut);
        }
    }

    private void bringDown(Trouble.BrokersDown down) throws IOException, InterruptedException, WorldException {
        synchronized (hands) {
            awaitInSync();
            List<Broker> struck = new ArrayList<>(brokers);
            struck.remove(down.spared() % BROKERS);
            for (Broker broker : struck) {
                broker.end(true);
            }
            TimeUnit.MILLISECONDS.sleep(down.millis());
            for (Broker broker : struck) {
                broker.start();
            }
        }
    }

    private void cutOff(Trouble.Cut cut) throws IOException, InterruptedException {
        long from = System.currentTimeMillis();
        network.cut();
        try {
            TimeUnit.MILLISECONDS.sleep(cut.millis());
        } finally {
            network.restore();
        }
        long to = System.currentTimeMillis();
        lives.stoodStill(new Freeze("relay" + (CUT + 1), from, to, to, true));
    }

    @Override
    public void freeze(Trouble.Freeze freeze) throws IOException, InterruptedException {
        relays.get(freeze.target() % RELAYS).freeze(freeze.millis());
    }

    @Override
    public List<String> lacks() {
        List<String> lacks = new ArrayList<>(World.super.lacks());
        if (!own) {
            lacks.add("a relay is cut off by a proxy: network namespaces want root, unshare, ip and tc");
        }
        return lacks;
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
    public RelayClients clients() {
        return clients;
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
    public void close() throws InterruptedException, IOException {
        for (Relay relay : relays) {
            relay.close();
        }
        joining.close();
        for (Broker broker : brokers) {
            broker.close();
        }
        network.close();
    }

    private void awaitInSync() throws InterruptedException, WorldException {
        synchronized (hands) {
            long end = System.currentTimeMillis() + IN_SYNC_MILLIS;
            while (!inSync()) {
                if (System.currentTimeMillis() > end || !brokers.stream().allMatch(Broker::alive)) {
                    throw new WorldException("the brokers do not come together, see " + folder);
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
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
