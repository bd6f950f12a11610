package io.alertrelay.testing;

import io.alertrelay.app.App;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.reading.StartException;
import java.nio.file.Path;

/** A relay in this JVM, and a client of it: what most end-to-end tests need. */
public final class RunningRelay implements AutoCloseable {
    private final App app;
    private final RelayClient client;

    private RunningRelay(App app) {
        this.app = app;
        this.client = new RelayClient(app.port(), app.managementPort());
    }

    /** Starts one, and returns when it accepts webhooks. */
    public static RunningRelay start(RelayConfig config) throws StartException {
        return new RunningRelay(App.start(config, step -> {}, (status, reason) -> {}));
    }

    /**
     * Starts one with the configuration of {@link TestConfig}, at free ports.
     *
     * @param kafka the value of the key {@code kafka}
     * @param sandboxPort to which all channels push
     * @param folder to which names in the configuration are relative
     */
    public static RunningRelay start(String kafka, int sandboxPort, Path folder) throws Exception {
        return start(TestConfig.load(TestConfig.yaml(kafka, 0, 0, sandboxPort, ""), folder));
    }

    /** Uses it as ARMS and an operator do. */
    public RelayClient client() {
        return client;
    }

    /** Stops it, as SIGTERM does. */
    @Override
    public void close() {
        app.close();
    }
}
