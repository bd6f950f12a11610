package io.alertrelay.testing;

import io.alertrelay.sandbox.Sandbox;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/**
 * A relay with its embedded broker in a process of its own, which may be ended and started again on the same folder,
 * and Flashduty's stand-in in this process. Configured as {@link TestConfig} says.
 */
public final class SeparateRelay implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final List<Integer> ports = FreePorts.take(3);
    private final Path folder;
    private final Path config;
    private final Sandbox flashduty;

    /** @param folder where its configuration, data and log are */
    public SeparateRelay(Path folder) throws Exception {
        this.folder = folder;
        this.flashduty = Sandbox.start(vertx, 0, Clock.systemUTC());
        this.config = Files.writeString(
                folder.resolve("relay.yaml"),
                TestConfig.yaml(
                        "{ brokers: embedded, data: ./data, port: %d }".formatted(ports.get(2)),
                        ports.get(0),
                        ports.get(1),
                        flashduty.port(),
                        ""));
    }

    /** Flashduty's stand-in. */
    public Sandbox flashduty() {
        return flashduty;
    }

    /** Starts it, and returns when it takes webhooks. */
    public RelayProcess start() throws IOException {
        return RelayProcess.start(config, ports.get(0), ports.get(1), log());
    }

    /** The same in a heap of that size, as {@code -Xmx} takes it. */
    public RelayProcess start(String heap) throws IOException {
        return RelayProcess.start(config, ports.get(0), ports.get(1), log(), heap);
    }

    private Path log() {
        return folder.resolve("relay.log");
    }

    @Override
    public void close() {
        flashduty.close();
        vertx.close();
    }
}
