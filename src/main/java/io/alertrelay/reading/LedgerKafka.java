package io.alertrelay.reading;

import io.alertrelay.config.Brokers;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.embedded.BrokerSecretException;
import io.alertrelay.kafka.embedded.BrokerStartException;
import io.alertrelay.kafka.embedded.DiskRoom;
import io.alertrelay.kafka.embedded.EmbeddedBroker;
import io.alertrelay.kafka.embedded.FolderUser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Kafka for a command that reads the topics: the cluster, the embedded broker of a running relay, or, if none runs, the
 * embedded broker on its data folder for as long as the command takes.
 */
public final class LedgerKafka implements AutoCloseable {
    private static final int KNOCK_MILLIS = 2_000;
    private static final long LOOK_MILLIS = 500;
    private static final long TELL_MILLIS = 1_000;

    private final KafkaClients clients;
    private final Optional<EmbeddedBroker> started;
    private volatile boolean closed;

    private LedgerKafka(KafkaClients clients, Optional<EmbeddedBroker> started) {
        this.clients = clients;
        this.started = started;
    }

    /**
     * @param startup notified if the embedded broker must be started, which takes some seconds
     * @throws StartException if Kafka can't be reached, or the folder has no data
     */
    static LedgerKafka open(RelayConfig config, StartupListener startup) throws StartException {
        if (config.kafka().brokers() instanceof Brokers.Cluster cluster) {
            return cluster(cluster);
        }
        Brokers.Embedded own = (Brokers.Embedded) config.kafka().brokers();
        if (answers(own.port())) {
            return new LedgerKafka(ofRunning(own), Optional.empty());
        }
        requireData(own);
        requireRoom(own, config.kafka().minFree());
        startup.step("no relay's Kafka answers: starting the broker of " + own.data() + " for this command");
        try {
            LedgerKafka kafka = start(FolderUser.Kind.READER, own, startup);
            kafka.makeWay(startup, () -> Runtime.getRuntime().halt(1));
            return kafka;
        } catch (BrokerStartException e) {
            throw new StartException(e.isInUse() ? inUse(own, e.user()) : String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * The same, but only if no relay runs on the data folder.
     *
     * @param create whether the folder may be without data
     */
    public static LedgerKafka openIdle(Brokers brokers, boolean create, StartupListener startup) throws StartException {
        if (brokers instanceof Brokers.Cluster cluster) {
            return cluster(cluster);
        }
        Brokers.Embedded own = (Brokers.Embedded) brokers;
        if (!create) {
            requireData(own);
        }
        // On a free port, so that no other process finds it.
        try {
            return start(FolderUser.Kind.WRITER, new Brokers.Embedded(own.data(), 0), startup);
        } catch (BrokerStartException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        }
    }

    private static LedgerKafka cluster(Brokers.Cluster cluster) throws StartException {
        new ClusterReach(cluster).check();
        Map<String, String> properties = cluster.properties().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().reveal()));
        return new LedgerKafka(new KafkaClients(cluster.bootstrapServers(), properties), Optional.empty());
    }

    private static void requireData(Brokers.Embedded own) throws StartException {
        if (!Files.exists(own.data().resolve("meta.properties"))) {
            throw new StartException("there is nothing to read: kafka.data is " + own.data()
                    + ", which holds no data of a relay (was it started elsewhere, or with another --config?)");
        }
    }

    /** Where the relay would not start, Kafka would not survive a command either. */
    private static void requireRoom(Brokers.Embedded own, Optional<Long> minFree) throws StartException {
        DiskRoom.DiskState disk = new DiskRoom(own.data(), minFree).tryWriting();
        if (disk.level() == DiskRoom.Level.NONE) {
            throw new StartException("the embedded broker is not started for this command: " + disk.text());
        }
    }

    static LedgerKafka start(FolderUser.Kind kind, Brokers.Embedded own, StartupListener startup)
            throws BrokerStartException {
        EmbeddedBroker broker = EmbeddedBroker.start(
                FolderUser.command(kind), own.data(), own.port(), (status, reason) -> failed(startup, reason));
        return new LedgerKafka(broker.clients(), Optional.of(broker));
    }

    /**
     * While a command has the folder, the relay can't start, and what is posted to it meanwhile is lost.
     *
     * @param end ends the command
     */
    void makeWay(StartupListener startup, Runnable end) {
        Thread lookout = new Thread(
                () -> {
                    while (!isWanted()) {
                        if (closed) {
                            return;
                        }
                        try {
                            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
                        } catch (InterruptedException e) {
                            return;
                        }
                    }
                    tell(startup, "the relay starts and needs its data folder: this command ends here; run it again");
                    close();
                    end.run();
                },
                "make-way");
        lookout.setDaemon(true);
        lookout.start();
    }

    /** Whoever is told may hang, such as a terminal that is stopped, or a pager: that is not waited for. */
    private static void tell(StartupListener startup, String step) {
        Thread teller = new Thread(() -> startup.step(step), "make-way-tell");
        teller.setDaemon(true);
        teller.start();
        try {
            teller.join(TELL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isWanted() {
        return started.filter(EmbeddedBroker::isWanted).isPresent();
    }

    /** The other process is a relay at work, most likely: it must not be stopped for the sake of a command. */
    private static String inUse(Brokers.Embedded own, Optional<FolderUser> user) {
        String by = own.port() == 0
                ? ", by a relay or by another command: kafka.port is 0, so commands can't find the Kafka of a relay, and"
                        + " can't read its topics while it runs; give it a port, with the next restart"
                : ", and nothing answers on 127.0.0.1:" + own.port()
                        + ": a relay starts or stops (relay status), or runs"
                        + " with another kafka.port, or another command reads the folder; try again when it is through";
        return "the data folder " + own.data() + " is in use"
                + user.map(known -> ", now by " + known).orElse("") + by;
    }

    /** Uses the clients of a running relay. */
    static LedgerKafka of(KafkaClients clients) {
        return new LedgerKafka(clients, Optional.empty());
    }

    private static KafkaClients ofRunning(Brokers.Embedded own) throws StartException {
        try {
            return EmbeddedBroker.clientsOf(own.data(), own.port());
        } catch (BrokerSecretException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        }
    }

    /** By which the topics are read and written. */
    public KafkaClients clients() {
        return clients;
    }

    /** Whether the embedded broker was started for this command. */
    boolean isStarted() {
        return started.isPresent();
    }

    @Override
    public void close() {
        closed = true;
        started.ifPresent(EmbeddedBroker::close);
    }

    private static boolean answers(int port) {
        if (port == 0) {
            return false;
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), KNOCK_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void failed(StartupListener startup, String reason) {
        startup.step("the embedded Kafka broker failed: " + reason);
        Runtime.getRuntime().halt(1);
    }
}
