package io.alertrelay.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A relay in a JVM of its own, started by its command line, so that it can be killed. */
public final class RelayProcess implements AutoCloseable {
    private static final String HEAP = "512m";

    private final Process process;
    private final Path log;
    private final RelayClient client;

    private RelayProcess(Process process, Path log, RelayClient client) {
        this.process = process;
        this.log = log;
        this.client = client;
    }

    /**
     * Starts {@code relay serve} and returns when it takes webhooks.
     *
     * @param log is appended to
     */
    public static RelayProcess start(Path config, int port, int managementPort, Path log) throws IOException {
        return start(List.of(), config, port, managementPort, log, HEAP);
    }

    /**
     * The same, in a heap of that size.
     *
     * @param heap as {@code -Xmx} takes it
     * @param options of {@code serve} besides {@code --config}
     */
    public static RelayProcess start(
            Path config, int port, int managementPort, Path log, String heap, String... options) throws IOException {
        return start(List.of(), config, port, managementPort, log, heap, options);
    }

    /**
     * The same, in a process that may open so many files and sockets at a time.
     *
     * @param descriptors as {@code ulimit -n} takes it
     */
    public static RelayProcess startWithin(
            int descriptors, Path config, int port, int managementPort, Path log, String heap) throws IOException {
        List<String> limited = List.of("sh", "-c", "ulimit -n " + descriptors + "; exec \"$@\"", "sh");
        return start(limited, config, port, managementPort, log, heap);
    }

    /** The same, with a wall clock that can be set. */
    public static RelayProcess startBy(FakedClock clock, Path config, int port, int managementPort, Path log)
            throws IOException {
        return startIn(clock.environment(), config, port, managementPort, log, "512m");
    }

    /** The same, with further variables in its environment. */
    public static RelayProcess startIn(
            Map<String, String> environment, Path config, int port, int managementPort, Path log, String heap)
            throws IOException {
        List<String> under = new ArrayList<>(List.of("env"));
        environment.forEach((name, value) -> under.add(name + "=" + value));
        return start(under, config, port, managementPort, log, heap);
    }

    private static RelayProcess start(
            List<String> under, Path config, int port, int managementPort, Path log, String heap, String... options)
            throws IOException {
        List<String> command = new ArrayList<>(under);
        command.addAll(List.of(
                // A test run that was begun with nohup passes on that SIGHUP is ignored.
                "env",
                "--default-signal=HUP",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap));
        command.addAll(PackedRelay.program("io.alertrelay.Main"));
        command.addAll(List.of("serve", "--config", config.toString()));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        RelayProcess relay = new RelayProcess(process, log, new RelayClient(port, managementPort));
        await("the relay is ready, see " + log)
                .atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(200))
                .until(() ->
                        relay.client.health().path("status").asText().matches("up|degraded") || !process.isAlive());
        if (!process.isAlive()) {
            throw new IllegalStateException("the relay ended:\n" + relay.log());
        }
        return relay;
    }

    /** A client of it. */
    public RelayClient client() {
        return client;
    }

    /** By which the tools of the JDK find it. */
    public long pid() {
        return process.pid();
    }

    /** What it has logged so far, over all starts with the same file. */
    public String log() throws IOException {
        // It may end in the middle of a character.
        return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
    }

    /** SIGKILL: nothing of it gets a chance to tidy up. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
        FakedClock.forget(process.pid());
    }

    /** SIGTERM, and its exit code. */
    public int stop() throws InterruptedException {
        process.destroy();
        return process.waitFor();
    }

    /** Sends a signal by name. */
    public void signal(String name) throws IOException, InterruptedException {
        ProcessSignal.send(process.pid(), name);
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
