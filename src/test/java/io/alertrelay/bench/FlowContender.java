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
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What alerts flow through, in a process of its own. */
final class FlowContender implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);
    private static final String CHANNEL = "  - { name: flow%d, rate: 600000/min,"
            + " push_url: \"http://127.0.0.1:%d/event/push/alert/standard?" + FlowSink.CHANNEL + "%d\" }";
    private static final String KEY = "flow-key";
    private static final String ALERTMANAGER = "prometheus-alertmanager";
    private static final int CONNECT_MILLIS = 200;
    private static final int STOP_SECONDS = 15;

    private final String name;
    private final Process process;
    private final Duration readyAfter;
    private final int port;
    private final String path;
    private final UnaryOperator<String> body;

    /** @param begun when it was started, as {@link System#nanoTime} has it; it is ready now */
    private FlowContender(String name, Process process, long begun, int port, String path, UnaryOperator<String> body) {
        this.name = name;
        this.process = process;
        this.readyAfter = Duration.ofNanos(System.nanoTime() - begun);
        this.port = port;
        this.path = path;
        this.body = body;
    }

    /**
     * The packed relay, as its script starts it, with so many channels and no limit of their rate; ready.
     *
     * @param each channels that each alert goes to
     */
    static FlowContender relay(Path folder, List<Integer> ports, int sink, int channels, int each, List<String> jvm)
            throws IOException {
        String embedded = "{ brokers: embedded, data: \"%s\", port: 0 }".formatted(folder.resolve("data"));
        return relay(folder, embedded, ports, sink, channels, each, jvm);
    }

    /** The packed relay at the brokers of a cluster, with one channel; ready. */
    static FlowContender clustered(Path folder, String brokers, List<Integer> ports, int sink, List<String> jvm)
            throws IOException {
        return relay(folder, "{ brokers: \"%s\", prefix: flow. }".formatted(brokers), ports, sink, 1, 1, jvm);
    }

    private static FlowContender relay(
            Path folder, String kafka, List<Integer> ports, int sink, int channels, int each, List<String> jvm)
            throws IOException {
        Path config = Files.writeString(folder.resolve("relay.yaml"), """
                kafka: %s
                server: { host: 127.0.0.1, port: %d }
                management: { port: %d }
                integrations:
                  - name: flow
                    key: %s
                    routes: { cases: [], default: { channels: [%s] } }
                channels:
                %s
                flashduty: { account_rate: 6000000/min }
                """.formatted(
                        kafka,
                        ports.get(0),
                        ports.get(1),
                        KEY,
                        IntStream.range(0, each).mapToObj(i -> "flow" + i).collect(Collectors.joining(", ")),
                        IntStream.range(0, channels)
                                .mapToObj(i -> CHANNEL.formatted(i, sink, i))
                                .collect(Collectors.joining("\n"))));
        long begun = System.nanoTime();
        Process process = start(
                folder,
                List.of(Path.of("relay").toAbsolutePath().toString(), "serve", "--config", config.toString()),
                Map.of("JAVA_OPTS", "-Xms160m -Xmx1g -Xmn64m " + String.join(" ", jvm)));
        RelayClient client = new RelayClient(ports.get(0), ports.get(1));
        awaitReady(
                process, folder, () -> client.health().path("status").asText().matches("up|degraded"));
        return new FlowContender(
                "relay",
                process,
                begun,
                ports.get(0),
                "/event/push/alert/aliyun-arms?integration_key=" + KEY,
                FlowRun::arms);
    }

    private static void awaitReady(Process process, Path folder, Callable<Boolean> ready) {
        await("ready, see " + folder.resolve("log"))
                .atMost(PATIENCE)
                .pollInterval(LOOK_EVERY)
                .ignoreExceptions()
                .failFast("it has ended", () -> !process.isAlive())
                .until(ready);
    }

    /** Debian's Alertmanager, in memory: each alert a group of its own, sent at once; ready. */
    static FlowContender alertmanager(Path folder, List<Integer> ports, int sink) throws IOException {
        Path config = Files.writeString(folder.resolve("alertmanager.yml"), """
                route: { receiver: sink, group_by: ['...'], group_wait: 0s, group_interval: 1h, repeat_interval: 1h }
                receivers:
                  - name: sink
                    webhook_configs: [{ url: "http://127.0.0.1:%d/", send_resolved: false }]
                """.formatted(sink));
        long begun = System.nanoTime();
        Process process = start(
                folder,
                List.of(
                        ALERTMANAGER,
                        "--config.file=" + config,
                        "--storage.path=" + folder,
                        "--cluster.listen-address=",
                        "--log.level=error",
                        "--web.listen-address=127.0.0.1:" + ports.get(0)),
                Map.of());
        awaitReady(process, folder, () -> answers(ports.get(0)));
        return new FlowContender(
                "alertmanager", process, begun, ports.get(0), "/api/v2/alerts", name -> """
                [{"labels":{"alertname":"%s","severity":"warning","team":"payments"},\
                "annotations":{"message":"%s is not well"}}]""".formatted(name, name));
    }

    /** Whether it is installed: {@code apt-get install prometheus-alertmanager}. */
    static boolean hasAlertmanager() {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, ALERTMANAGER)));
    }

    private static boolean answers(int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), CONNECT_MILLIS);
            return true;
        }
    }

    /** {@link Ceiling}, ready. */
    static FlowContender parts(Path folder, List<Integer> ports, int sink) throws IOException {
        return ceiling("parts", folder, folder.resolve("data").toString(), ports, sink, List.of());
    }

    /** {@link Ceiling} at the brokers of a cluster, ready. */
    static FlowContender clusteredParts(Path folder, String brokers, List<Integer> ports, int sink) throws IOException {
        return ceiling("parts", folder, brokers, ports, sink, List.of());
    }

    /** The same, with a route of Camel's from Kafka to the sink, as anybody would write it; ready. */
    static FlowContender camel(Path folder, List<Integer> ports, int sink) throws IOException {
        return ceiling("camel", folder, folder.resolve("data").toString(), ports, sink, List.of("camel"));
    }

    private static FlowContender ceiling(
            String name, Path folder, String kafka, List<Integer> ports, int sink, List<String> how)
            throws IOException {
        long begun = System.nanoTime();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // As the script of the relay has it with few processors.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xms160m",
                "-Xmx1g",
                "-Xmn64m",
                "-cp",
                System.getProperty("java.class.path"),
                Ceiling.class.getName(),
                kafka,
                String.valueOf(ports.get(0)),
                String.valueOf(sink)));
        command.addAll(how);
        Process process = start(folder, command, Map.of());
        awaitReady(process, folder, () -> answers(ports.get(0)));
        return new FlowContender(name, process, begun, ports.get(0), "/", FlowRun::arms);
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

    /** A post that brings an alert of that name. */
    String body(String alert) {
        return body.apply(alert);
    }

    /** Ends it with {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
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
