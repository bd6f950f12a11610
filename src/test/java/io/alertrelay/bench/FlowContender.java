package io.alertrelay.bench;

import static org.awaitility.Awaitility.await;

import io.alertrelay.testing.RelayClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What alerts flow through, in a process of its own. */
final class FlowContender implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int CONNECT_MILLIS = 200;
    private static final int STOP_SECONDS = 15;

    private final String name;
    private final Process process;
    private final int port;
    private final String path;

    private FlowContender(String name, Process process, int port, String path) {
        this.name = name;
        this.process = process;
        this.port = port;
        this.path = path;
    }

    /** The packed relay with the launcher's options, one channel, and no limit of its rate; ready. */
    static FlowContender relay(Path folder, List<Integer> ports, int sink, String key, List<String> jvm)
            throws IOException {
        Path config = Files.writeString(folder.resolve("relay.yaml"), """
                kafka: { brokers: embedded, data: "%s", port: 0 }
                server: { host: 127.0.0.1, port: %d }
                management: { port: %d }
                integrations:
                  - { name: flow, key: %s, channel: flow }
                channels:
                  - { name: flow, rate: 600000/min, push_url: "http://127.0.0.1:%d/event/push/alert/standard?integration_key=k" }
                flashduty: { account_rate: 600000/min }
                """.formatted(
                        folder.resolve("data"), ports.get(0), ports.get(1), key, sink));
        Path target = Path.of("target").toAbsolutePath();
        List<String> arguments = new ArrayList<>(List.of(
                "-Xmx1g",
                "-XX:SharedArchiveFile=" + target.resolve("alert-relay.jsa"),
                "-Xlog:cds=off",
                "-Dfile.encoding=UTF-8"));
        arguments.addAll(jvm);
        arguments.addAll(
                List.of("-jar", target.resolve("alert-relay.jar").toString(), "serve", "--config", config.toString()));
        Process process = start(folder, arguments);
        RelayClient client = new RelayClient(ports.get(0), ports.get(1));
        await().atMost(PATIENCE)
                .until(() -> client.health().path("status").asText().equals("up"));
        return new FlowContender(
                "relay", process, ports.get(0), "/event/push/alert/aliyun-arms?integration_key=" + key);
    }

    /** {@link Ceiling}, ready. */
    static FlowContender parts(Path folder, List<Integer> ports, int sink) throws IOException {
        Process process = start(
                folder,
                List.of(
                        "-Xmx1g",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Ceiling.class.getName(),
                        folder.resolve("data").toString(),
                        String.valueOf(ports.get(0)),
                        String.valueOf(sink)));
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", ports.get(0)), CONNECT_MILLIS);
                return true;
            }
        });
        return new FlowContender("parts", process, ports.get(0), "/");
    }

    private static Process start(Path folder, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        // Also if it never becomes ready, or the run is interrupted.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return process;
    }

    String name() {
        return name;
    }

    int port() {
        return port;
    }

    String path() {
        return path;
    }

    /** What the process has used of processors so far. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
