package io.alertrelay.kafka.embedded;

import com.sun.management.UnixOperatingSystemMXBean;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.MessageSize;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Kafka broker (KRaft, controller and broker in one) in this process, listening on loopback only. What it
 * acknowledges is flushed to disk first, because a single broker has no replica that would survive a power cut for it.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("relay");
    private static final int NODE_ID = 1;
    /** With less free space than this, a fault is attributed to the disk. */
    private static final long SMALLEST_ROOM = 1L << 20;
    /** The limit of connections for Kafka's own tools and for commands. */
    private static final int TOOLS_CONNECTIONS = 100;

    private static final int CONTROLLER_CONNECTIONS = 50;
    /** The largest message by which a client may authenticate, in bytes: far more than SCRAM needs. */
    private static final int GREETING_BYTES = 8 << 10;
    /** The idle time after which the broker closes a connection. */
    private static final Duration SILENCE = Duration.ofSeconds(20);

    /** How often a client of this process asks for the topics' metadata, so that the broker keeps its connection. */
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(8);

    /** How often the start is tried with other ports of its own. */
    private static final int START_ATTEMPTS = 5;

    private static final long FEWEST_OWN_CONNECTIONS = 200;
    private static final long MOST_OWN_CONNECTIONS = 5_000;
    /** Space is freed by segment; it must hold the largest record. */
    private static final long SEGMENT_BYTES = 128L << 20;
    /**
     * For more than twice the entries that such a segment has. Each partition's index files have this size while they
     * are written to, and after a crash all of it is read.
     */
    private static final int INDEX_BYTES = 1 << 20;

    private final KafkaRaftServer server;
    private final int port;
    private final int ownPort;
    private final FolderLock lock;
    private final ProcessSecret own;
    private final List<Damage> damage;

    private EmbeddedBroker(
            KafkaRaftServer server, int port, int ownPort, FolderLock lock, ProcessSecret own, List<Damage> damage) {
        this.server = server;
        this.port = port;
        this.ownPort = ownPort;
        this.lock = lock;
        this.own = own;
        this.damage = List.copyOf(damage);
    }

    /**
     * Starts a broker and returns when it is up. A new folder is formatted, a used one is continued. Clients must know
     * the secret in the folder.
     *
     * @param user by which other processes are told who has the folder
     * @param data the folder of its log, created if absent, and closed to other users
     * @param port of its listener on 127.0.0.1; 0 takes a free one
     * @param onFatal is notified, once, when the broker can't continue (its disk is full or gone, for example)
     * @throws BrokerStartException if it can't start, with the reason in the operator's words
     */
    public static EmbeddedBroker start(FolderUser user, Path data, int port, FatalFault onFatal)
            throws BrokerStartException {
        return start(user, data, port, onFatal, EmbeddedBroker::freePorts);
    }

    /**
     * The broker of a relay.
     *
     * @throws BrokerStartException if it can't start, with the reason in the operator's words
     */
    public static EmbeddedBroker start(Path data, int port, FatalFault onFatal) throws BrokerStartException {
        return start(FolderUser.relay(), data, port, onFatal);
    }

    /** @param freePorts returns so many ports that nothing listens on now */
    static EmbeddedBroker start(
            FolderUser user, Path data, int port, FatalFault onFatal, IntFunction<List<Integer>> freePorts)
            throws BrokerStartException {
        DataFolder.prepare(data);
        DataFolder.requireOnlyPartitions(data);
        // Before its port: who has the folder has the port, too, and is known by name.
        FolderLock lock = FolderLock.take(data, user);
        // Kafka ends the JVM on a fatal fault; the relay should log why, and decide.
        Thread starter = Thread.currentThread();
        AtomicBoolean started = new AtomicBoolean();
        Exit.Procedure fault = (status, message) -> {
            // Of a start that fails on this thread, the exception tells.
            if (started.get() || Thread.currentThread() != starter) {
                onFatal.brokerFailed(status, describe(data, message));
            }
        };
        Exit.setExitProcedure(fault);
        Exit.setHaltProcedure(fault);
        try {
            if (port != 0) {
                requireFree(port);
            }
            BrokerSecret secret = BrokerSecret.keptIn(data);
            format(data);
            List<Damage> damage = new DataCheck(data).run();
            ProcessSecret own = new ProcessSecret(new SecureRandom());
            Properties secrets = new Properties();
            secrets.putAll(secret.brokerSettings());
            secrets.putAll(own.brokerSettings("own"));
            Running running = startedOn(freePorts, data, port, secrets);
            started.set(true);
            return new EmbeddedBroker(running.server(), running.port(), running.ownPort(), lock, own, damage);
        } catch (BrokerStartException e) {
            lock.close();
            throw e;
        } catch (Exception e) {
            lock.close();
            Optional<String> disk = diskFault(data);
            throw disk.isPresent() ? BrokerStartException.ofDisk(disk.get(), e) : new BrokerStartException(data, e);
        }
    }

    private record Running(KafkaRaftServer server, int port, int ownPort) {}

    /**
     * Kafka must be told the ports of its own, and listens on some of them only when all else has started: until then
     * the system may give them to a connection of any program.
     */
    private static Running startedOn(IntFunction<List<Integer>> freePorts, Path data, int port, Properties secrets)
            throws BrokerStartException {
        for (int attempt = 1; ; attempt++) {
            List<Integer> free = freePorts.apply(3);
            int brokerPort = port == 0 ? free.get(2) : port;
            Properties settings = settings(data, brokerPort, free.get(0), free.get(1));
            settings.putAll(secrets);
            KafkaRaftServer server = new KafkaRaftServer(
                    KafkaConfig.apply(settings, false), new SteadyTime(System::currentTimeMillis, System::nanoTime));
            try {
                server.startup();
                return new Running(server, brokerPort, free.get(0));
            } catch (RuntimeException e) {
                if (attempt == START_ATTEMPTS || !isOfPort(e)) {
                    throw e;
                }
                server.shutdown();
                if (port != 0) {
                    requireFree(port);
                }
                LOG.warn("another program has taken a port of the embedded broker's own; it starts again with others");
            }
        }
    }

    private static boolean isOfPort(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .anyMatch(BindException.class::isInstance);
    }

    /** Where Kafka's tools and commands find it: {@code 127.0.0.1:<port>}. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** Whether a relay waits until this broker, which is a command's, lets go of the folder. */
    public boolean isWanted() {
        return lock.isWanted();
    }

    /** The damages found in its files when it started. */
    public List<Damage> damage() {
        return damage;
    }

    /**
     * Clients for this process: they have their own listener, so that they can connect even if the connections of the
     * public listener are used up.
     */
    public KafkaClients clients() {
        return new KafkaClients("127.0.0.1:" + ownPort, clientSettings());
    }

    /** What the clients of this process need, except the address, by Kafka's names; holds the secret. */
    Map<String, String> clientSettings() {
        Map<String, String> settings = new TreeMap<>(own.clientSettings());
        settings.put("metadata.max.age.ms", String.valueOf(SIGN_OF_LIFE.toMillis()));
        return settings;
    }

    /**
     * Clients for the embedded broker of another process, with the secret that its data folder has.
     *
     * @param data its folder
     * @param port of it on loopback
     * @throws BrokerSecretException if the secret is not there, or this user may not read it
     */
    public static KafkaClients clientsOf(Path data, int port) throws BrokerSecretException {
        try {
            BrokerSecret secret = BrokerSecret.readIn(data).orElseThrow(() -> BrokerSecretException.missing(data));
            return new KafkaClients("127.0.0.1:" + port, secret.clientSettings());
        } catch (IOException e) {
            throw BrokerSecretException.unreadable(data, e);
        }
    }

    /** Stops it in order: its log is closed cleanly, so the next start needs no recovery. */
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
        lock.close();
    }

    private static void format(Path data) throws Exception {
        if (Files.exists(data.resolve("meta.properties"))) {
            return;
        }
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(NODE_ID)
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(data.toString())
                .addDirectory(data.toString())
                .run();
    }

    private static Properties settings(Path data, int brokerPort, int ownPort, int controllerPort) {
        Properties p = new Properties();
        p.put("node.id", String.valueOf(NODE_ID));
        p.put("process.roles", "broker,controller");
        String forClients = "OWN://127.0.0.1:" + ownPort + ",BROKER://127.0.0.1:" + brokerPort;
        p.put("listeners", forClients + ",CONTROLLER://127.0.0.1:" + controllerPort);
        p.put("advertised.listeners", forClients);
        p.put("inter.broker.listener.name", "OWN");
        p.put("listener.security.protocol.map", "OWN:SASL_PLAINTEXT,BROKER:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT");
        // Further connections wait until one is closed, without using a descriptor: without descriptors the broker
        // would exit.
        p.put("listener.name.own.max.connections", String.valueOf(ownConnections()));
        p.put("listener.name.broker.max.connections", String.valueOf(TOOLS_CONNECTIONS));
        p.put("listener.name.controller.max.connections", String.valueOf(CONTROLLER_CONNECTIONS));
        // Idle connections of other processes would otherwise keep the relay's own out for ever.
        p.put("connections.max.idle.ms", String.valueOf(SILENCE.toMillis()));
        // For a message of a client that has not authenticated, Kafka allocates what the client announces, by default
        // up to half a megabyte: 2,000 connections with four bytes each would end the relay.
        p.put("sasl.server.max.receive.size", String.valueOf(GREETING_BYTES));
        p.put("controller.listener.names", "CONTROLLER");
        p.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort);
        p.put("log.dirs", data.toString());
        p.put("auto.create.topics.enable", "false");
        p.put("default.replication.factor", "1");
        p.put("min.insync.replicas", "1");
        p.put("offsets.topic.replication.factor", "1");
        p.put("offsets.topic.num.partitions", "4");
        p.put("transaction.state.log.replication.factor", "1");
        p.put("transaction.state.log.min.isr", "1");
        p.put("share.coordinator.state.topic.replication.factor", "1");
        p.put("share.coordinator.state.topic.min.isr", "1");
        // "Accepted means stored": there is no second replica, so it must be on disk before the ack.
        p.put("log.flush.interval.messages", "1");
        // The offsets of a group must survive a long downtime of the relay.
        p.put("offsets.retention.minutes", String.valueOf(Integer.MAX_VALUE));
        // After a kill -9 the controller waits for the old session of its only broker to end: 2 s instead of 9.
        p.put("broker.session.timeout.ms", "2000");
        p.put("broker.heartbeat.interval.ms", "500");
        p.put("group.initial.rebalance.delay.ms", "0");
        p.put("group.min.session.timeout.ms", "1000");
        // Only this process is served. A request that is flushed occupies its I/O thread until the disk has finished.
        p.put("num.network.threads", "1");
        p.put("num.io.threads", "4");
        p.put("background.threads", "2");
        p.put("group.coordinator.threads", "1");
        // Idle no-op records are not needed: they would cause a flush twice a second.
        p.put("metadata.max.idle.interval.ms", "0");
        p.put("auto.leader.rebalance.enable", "false");
        // Kafka's own metrics are exported in another way (class BrokerMeters).
        p.put("metric.reporters", "");
        p.put("num.recovery.threads.per.data.dir", "2");
        p.put("log.cleaner.dedupe.buffer.size", String.valueOf(16 << 20));
        // Space freed on a nearly full disk is needed at once.
        p.put("log.retention.check.interval.ms", "30000");
        p.put("log.segment.delete.delay.ms", "1000");
        p.put("log.segment.bytes", String.valueOf(SEGMENT_BYTES));
        p.put("log.index.size.max.bytes", String.valueOf(INDEX_BYTES));
        // The clock may have been set back since a record was made: with Kafka's default the record would be refused
        // for ever.
        p.put("log.message.timestamp.after.max.ms", String.valueOf(Long.MAX_VALUE));
        p.put("message.max.bytes", String.valueOf(MessageSize.MAX_BYTES));
        p.put("replica.fetch.max.bytes", String.valueOf(MessageSize.MAX_BYTES));
        return p;
    }

    private static void requireFree(int port) throws BrokerStartException {
        try {
            new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
        } catch (IOException e) {
            throw new BrokerStartException(port);
        }
    }

    private static List<Integer> freePorts(int count) {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            List<Integer> ports =
                    sockets.stream().map(ServerSocket::getLocalPort).toList();
            for (ServerSocket socket : sockets) {
                socket.close();
            }
            return ports;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A quarter of the files and sockets that this process may have. */
    private static long ownConnections() {
        long descriptors = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? system.getMaxFileDescriptorCount()
                : MOST_OWN_CONNECTIONS;
        return Math.max(FEWEST_OWN_CONNECTIONS, Math.min(MOST_OWN_CONNECTIONS, descriptors / 4));
    }

    /** Kafka seldom says why; it is usually the disk. */
    private static String describe(Path data, String message) {
        return diskFault(data)
                .orElse(message == null || message.isBlank() ? "no reason given; see the log above" : message);
    }

    private static Optional<String> diskFault(Path data) {
        DiskRoom.DiskState disk = new DiskRoom(data, Optional.of(SMALLEST_ROOM)).tryWriting();
        return disk.level() == DiskRoom.Level.ENOUGH ? Optional.empty() : Optional.of(disk.text());
    }

    /** Is notified when the broker can't continue. Runs on a thread of Kafka's. */
    @FunctionalInterface
    public interface FatalFault {
        void brokerFailed(int status, String reason);
    }
}
