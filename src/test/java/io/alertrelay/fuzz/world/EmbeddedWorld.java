package io.alertrelay.fuzz.world;

import io.alertrelay.fuzz.history.Freeze;
import io.alertrelay.fuzz.history.Life;
import io.alertrelay.fuzz.plan.Start;
import io.alertrelay.fuzz.plan.Strike;
import io.alertrelay.fuzz.plan.Trouble;
import io.alertrelay.testing.EmbeddedAccess;
import io.alertrelay.testing.FreePorts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/** One relay with its embedded broker: to kill the one is to kill both. */
public final class EmbeddedWorld implements World {
    private final Path folder;
    private final RelayClients clients = new RelayClients();
    private final Lives lives = new Lives();
    private final HostClock clock;
    private final int brokerPort;
    private final Relay relay;

    /** @param folder for data, logs and configuration */
    public EmbeddedWorld(Path folder, int sandboxPort) {
        this.folder = folder;
        this.clock = new HostClock(folder);
        List<Integer> ports = FreePorts.take(3);
        this.brokerPort = ports.get(2);
        this.relay = new Relay(
                "relay",
                "{ brokers: embedded, data: ./data, port: %d }".formatted(brokerPort),
                ports,
                sandboxPort,
                folder,
                clock,
                clients,
                lives);
    }

    @Override
    public void begin(Start start) throws IOException, InterruptedException, WorldException {
        relay.start(start);
        relay.awaitReady();
    }

    @Override
    public void strike(Strike strike) throws IOException, InterruptedException, WorldException {
        relay.end(strike.kill());
        relay.start(strike.start());
    }

    @Override
    public void freeze(Trouble.Freeze freeze) throws IOException, InterruptedException {
        relay.freeze(freeze.millis());
    }

    @Override
    public List<Freeze> freezes() {
        return lives.freezes();
    }

    @Override
    public void awaitReady() throws InterruptedException, WorldException {
        relay.awaitReady();
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
        return HealthWaiting.of(relay.health());
    }

    @Override
    public Properties kafka() {
        return EmbeddedAccess.settings(folder.resolve("data"), brokerPort);
    }

    @Override
    public List<Life> lives() {
        return lives.all();
    }

    @Override
    public Path config() {
        return relay.config();
    }

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public void close() throws InterruptedException {
        relay.close();
    }
}
