package io.alertrelay.fuzz.world;

import com.fasterxml.jackson.databind.JsonNode;
import io.alertrelay.fuzz.history.Freeze;
import io.alertrelay.fuzz.plan.Start;
import io.alertrelay.testing.RelayClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** One relay, over all of its lives. */
final class Relay {
    private static final long READY_MILLIS = 180_000;

    private final String name;
    private final String kafka;
    private final int port;
    private final int managementPort;
    private final int sandboxPort;
    private final Path folder;
    private final HostClock clock;
    private final RelayClients clients;
    private final Lives lives;
    private final RelayClient client;
    private volatile Child child;
    private boolean ready;
    private Start startedWith;

    Relay(
            String name,
            String kafka,
            List<Integer> ports,
            int sandboxPort,
            Path folder,
            HostClock clock,
            RelayClients clients,
            Lives lives) {
        this.name = name;
        this.kafka = kafka;
        this.port = ports.get(0);
        this.managementPort = ports.get(1);
        this.sandboxPort = sandboxPort;
        this.folder = folder;
        this.clock = clock;
        this.clients = clients;
        this.lives = lives;
        this.client = new RelayClient(port, managementPort);
    }

    Path config() {
        return folder.resolve(name + ".yaml");
    }

    synchronized void start(Start start) throws IOException {
        startedWith = start;
        Files.writeString(config(), FuzzConfig.yaml(kafka, port, managementPort, sandboxPort, start.rules()));
        ready = false;
        child = Child.start(
                name,
                Launch.in(start.surroundings(), clock),
                folder.resolve(name + ".log"),
                "io.alertrelay.Main",
                List.of("serve", "--config", config().toString()));
        lives.began(name, start.rules(), child.startedAt());
    }

    synchronized void end(boolean kill) throws InterruptedException, WorldException {
        if (!child.alive()) {
            throw new WorldException(name + " ended by itself, see " + folder.resolve(name + ".log"));
        }
        long struck = System.currentTimeMillis();
        clients.closed(client);
        int exit = 0;
        if (kill) {
            child.kill();
        } else {
            exit = child.stop();
        }
        lives.ended(name, struck, System.currentTimeMillis());
        // Before it is ready it has no stop of its own yet: 143 is what SIGTERM gives.
        if (exit != 0 && (ready || exit != 143)) {
            throw new WorldException(name + " ended with " + exit + " on SIGTERM");
        }
    }

    /** Ends it and starts it again; who waits for it to be ready sees nothing of what is between. */
    synchronized void restart(boolean kill, Start with) throws IOException, InterruptedException, WorldException {
        end(kill);
        start(with);
    }

    /** With what it was started last. */
    synchronized Start startedWith() {
        return startedWith;
    }

    void freeze(long millis) throws IOException, InterruptedException {
        Child frozen = child;
        long from = System.currentTimeMillis();
        frozen.signal("STOP");
        long stopped = System.currentTimeMillis();
        while (System.currentTimeMillis() < from + millis && frozen.alive()) {
            pause();
        }
        frozen.signal("CONT");
        lives.stoodStill(new Freeze(name, from, stopped, System.currentTimeMillis(), false));
    }

    synchronized void awaitReady() throws InterruptedException, WorldException {
        long end = System.currentTimeMillis() + READY_MILLIS;
        while (!ready) {
            ready = client.health().path("status").asText().matches("up|degraded");
            if (ready) {
                clients.opened(client);
            } else if (!child.alive() || System.currentTimeMillis() > end) {
                throw new WorldException(name + (child.alive() ? " does not become ready" : " ended by itself")
                        + ", see " + folder.resolve(name + ".log"));
            } else {
                pause();
            }
        }
    }

    /** What it says of itself; a missing node if it does not answer. */
    JsonNode health() {
        return client.health();
    }

    void close() throws InterruptedException {
        if (child != null) {
            clients.closed(client);
            child.kill();
        }
    }

    private static void pause() throws InterruptedException {
        LockSupport.parkNanos(50_000_000);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }
}
