package io.alertrelay.bench;

import static org.awaitility.Awaitility.await;

import io.alertrelay.testing.RelayClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What alerts flow through, in a process of its own. */
final class FlowContender implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);
    private static final String CHANNEL = "  - { name: flow%d, rate: 600000/min,"
            + " push_url: \"http://127.0.0.1:%d/event/push/alert/standard?integration_key=k\" }";
    private static final int CONNECT_MILLIS = 200;
    private static final int STOP_SECONDS = 15;

    private final String name;
    private final Process process;
    private final Duration readyAfter;
    private final int port;
    private final String path;

    /** @param begun when it was started, as {@link System#nanoTime} has it; it is ready now */
    private FlowContender(String name, Process process, long begun, int port, String path) {
        this.name = name;
        this.process = process;
        this.readyAfter = Duration.ofNanos(System.nanoTime() - begun);
        this.port = port;
        this.path = path;
    }

    /** The packed relay, as its script starts it, with so many channels and no limit of their rate; ready. */
    static FlowContender relay(Path folder, List<Integer> ports, int sink, String key, int channels, List<String> jvm)
            throws IOException {
        Path config = Files.writeString(folder.resolve("relay.yaml"), """
                kafka: { brokers: embedded, data: "%s", port: 0 }
                server: { host: 127.0.0.1, port: %d }
                management: { port: %d }
                integrations:
                  - { name: flow, key: %s, channel: flow0 }
                channels:
                %s
                flashduty: { account_rate: 600000/min }
                """.formatted(
                        folder.resolve("data"),
                        ports.get(0),
                        ports.get(1),
                        key,
                        IntStream.range(0, channels)
                                .mapToObj(i -> CHANNEL.formatted(i, sink))
                                .collect(Collectors.joining("\n"))));
        long begun = System.nanoTime();
        Process process = start(
                folder,
                List.of(Path.of("relay").toAbsolutePath().toString(), "serve", "--config", config.toString()),
                Map.of("JAVA_OPTS", "-Xms160m -Xmx1g -Xmn64m " + String.join(" ", jvm)));
        RelayClient client = new RelayClient(ports.get(0), ports.get(1));
        await().atMost(PATIENCE)
                .pollInterval(LOOK_EVERY)
                .until(() -> client.health().path("status").asText().equals("up"));
        return new FlowContender(
                "relay", process, begun, ports.get(0), "/event/push/alert/aliyun-arms?integration_key=" + key);
    }

    /** {@link Ceiling}, ready. */
    static FlowContender parts(Path folder, List<Integer> ports, int sink) throws IOException {
        long begun = System.nanoTime();
        Process process = start(
                folder,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        // As the script of the relay has it with few processors.
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx1g",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Ceiling.class.getName(),
                        folder.resolve("data").toString(),
                        String.valueOf(ports.get(0)),
                        String.valueOf(sink)),
                Map.of());
        await().atMost(PATIENCE).pollInterval(LOOK_EVERY).ignoreExceptions().until(() -> {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", ports.get(0)), CONNECT_MILLIS);
                return true;
            }
        });
        return new FlowContender("parts", process, begun, ports.get(0), "/");
    }

    private static Process start(Path folder, List<String> command, Map<String, String> environment)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
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

    /** From its start. */
    Duration readyAfter() {
        return readyAfter;
    }

    long threads() throws IOException {
        try (Stream<Path> tasks = Files.list(proc().resolve("task"))) {
            return tasks.count();
        }
    }

    /** What of its memory is in the machine's. */
    double residentMebibytes() throws IOException {
        try (Stream<String> lines = Files.lines(proc().resolve("status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElseThrow();
        }
    }

    private Path proc() {
        return Path.of("/proc", String.valueOf(process.pid()));
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
