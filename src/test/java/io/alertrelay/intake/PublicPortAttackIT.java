package io.alertrelay.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.testing.FreePorts;
import io.alertrelay.testing.RelayProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Attacks on the public port of a relay that may open 2,048 files, from the same address as an honest sender, who is
 * served throughout: none of its posts is refused or cut.
 */
@Tag("timed")
@Tag("long")
class PublicPortAttackIT {
    private static final int DESCRIPTORS = 2_048;
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(6);
    private static final String HONEST = "key-of-the-honest-one";
    private static final String ATTACKER = "key-of-the-attacker";

    @TempDir
    private static Path folder;

    private static RelayProcess relay;
    private static int port;
    private static int managementPort;

    private final List<Socket> sockets = new ArrayList<>();
    private final ExecutorService attackers = Executors.newCachedThreadPool();
    private final AtomicBoolean attacking = new AtomicBoolean(true);
    private final AtomicLong strikes = new AtomicLong();
    private HonestSender honest;
    private long mostDescriptors;

    @BeforeAll
    static void start() throws Exception {
        List<Integer> ports = FreePorts.take(4);
        port = ports.get(0);
        managementPort = ports.get(1);
        Path config = folder.resolve("relay.yaml");
        Files.writeString(config, """
                kafka: { brokers: embedded, data: ./data, port: %d }
                server: { host: 127.0.0.1, port: %d, ack_timeout: 4s, header_timeout: 3s, body_timeout: 5s }
                management: { port: %d }
                sandbox: { port: %d }
                integrations:
                  - { name: honest, key: %s, channel: oncall }
                  - { name: attacker, key: %s, channel: nobody }
                channels:
                  - { name: oncall, push_url: "http://127.0.0.1:%d/event/push/alert/standard?integration_key=a" }
                  - { name: nobody, push_url: "http://127.0.0.1:%d/event/push/alert/standard?integration_key=b" }
                """.formatted(
                ports.get(2), port, managementPort, ports.get(3), HONEST, ATTACKER, ports.get(3), ports.get(3)));
        relay = RelayProcess.startWithin(DESCRIPTORS, config, port, managementPort, folder.resolve("log"), "384m");
    }

    @AfterAll
    static void stop() throws Exception {
        if (relay != null) {
            relay.close();
        }
    }

    @BeforeEach
    void beginHonestly() {
        honest = new HonestSender(relay.client(), port, HONEST);
        await().atMost(Duration.ofSeconds(60)).until(() -> honest.served() >= 10);
    }

    @AfterEach
    void tidyUp() throws Exception {
        attacking.set(false);
        attackers.shutdown();
        honest.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        attackers.awaitTermination(30, TimeUnit.SECONDS);
    }

    @Test
    void aFloodOfConnectionsWithoutAKeyLeavesRoomForHonestSenders() throws Exception {
        attack(2, () -> {
            Deque<Socket> mine = new ArrayDeque<>();
            try {
                while (attacking.get()) {
                    mine.add(open());
                    if (mine.size() > 2_000) {
                        mine.poll().close();
                    }
                }
            } finally {
                for (Socket socket : mine) {
                    socket.close();
                }
            }
        });

        await().atMost(Duration.ofSeconds(90)).until(() -> strikes.get() > 2_600);
        assertHonestSenderIsServed();
        assertThat(metric("alert_relay_connections_closed_total{reason=\"evicted\"}"))
                .isPositive();
    }

    @Test
    void slowUploadsOfOneIntegrationAreRefusedAndLeaveRoomForOthers() throws Exception {
        for (int i = 0; i < 1_500; i++) {
            sockets.add(open());
            write(sockets.get(i), RunningIntakeServer.head(ATTACKER, "Content-Length: 1000000") + "{");
        }
        attack(1, () -> {
            while (attacking.get()) {
                for (Socket socket : sockets) {
                    write(socket, "x");
                }
            }
        });

        assertHonestSenderIsServed();
        assertThat(
                        metric(
                                "alert_relay_requests_refused_total{cause=\"webhooks\",integration=\"attacker\",status=\"503\"}"))
                .isPositive();
    }

    @Test
    void pushingOnAfterTheAnswerIsCutOff() throws Exception {
        AtomicLong most = new AtomicLong();
        byte[] piece = new byte[1 << 16];
        attack(20, () -> {
            while (attacking.get()) {
                long pushed = 0;
                try (Socket socket = open()) {
                    write(socket, RunningIntakeServer.head("wrong-key", "Content-Length: 1000000000000"));
                    while (attacking.get()) {
                        socket.getOutputStream().write(piece);
                        pushed += piece.length;
                    }
                } catch (IOException closed) {
                    most.accumulateAndGet(pushed, Math::max);
                }
            }
        });

        assertHonestSenderIsServed();
        // One megabyte is thrown away; the rest is what the operating system takes into its buffers.
        assertThat(most.get()).isBetween(1L, 64L << 20);
    }

    @Test
    void headsThatTrickleAreCutOffAndHonestSendersServed() throws Exception {
        for (int i = 0; i < 1_200; i++) {
            sockets.add(open());
            write(
                    sockets.get(i),
                    "POST /event/push/alert/aliyun-arms?integration_key=" + ATTACKER + " HTTP/1.1\r\nX: ");
        }
        attack(1, () -> {
            while (attacking.get()) {
                for (Socket socket : sockets) {
                    write(socket, "x");
                }
            }
        });

        assertHonestSenderIsServed();
        assertThat(metric("alert_relay_connections_closed_total{reason=\"slow-head\"}")
                        + metric("alert_relay_connections_closed_total{reason=\"evicted\"}"))
                .isPositive();
    }

    @Test
    void gzipBombsAreRefusedAndLeaveNothingInMemory() throws Exception {
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        for (int i = 0; i < 10_000; i++) {
            members.write(gzip(new byte[0]));
        }
        byte[] bomb = gzip(new byte[64 << 20]);
        Set<String> answers = ConcurrentHashMap.newKeySet();
        attack(2, () -> {
            for (int i = 0; attacking.get(); i++) {
                byte[] body = i % 2 == 0 ? members.toByteArray() : bomb;
                try (RawClient client = new RawClient(port)) {
                    client.send(RunningIntakeServer.head(
                            ATTACKER, "Content-Encoding: gzip", "Content-Length: " + body.length));
                    answers.add(
                            client.send(body).readAnswer().lines().findFirst().orElse("cut"));
                }
            }
        });

        assertHonestSenderIsServed();
        assertThat(answers)
                .contains("HTTP/1.1 413 Request Entity Too Large")
                .allMatch(answer -> answer.matches("cut|HTTP/1.1 (400|408|413|503) .*"));
        await().until(() -> metric("alert_relay_in_flight_bytes") < 100_000);
    }

    @Test
    void rubbishWithoutEndKeepsNoHonestSenderWaiting() throws Exception {
        attack(8, () -> {
            Random random = new Random();
            byte[] noise = new byte[4_000];
            while (attacking.get()) {
                random.nextBytes(noise);
                try (Socket socket = open()) {
                    write(socket, ("GET / HTTP/1.1\r\n\r\n" + RunningIntakeServer.post("wrong-key", "{}")).repeat(50));
                    socket.getOutputStream().write(noise);
                } catch (IOException closed) {
                    // The next one.
                }
            }
        });

        assertHonestSenderIsServed();
    }

    private interface Attack {
        void run() throws Exception;
    }

    /** Attacks from so many threads until {@link #attacking} is over. */
    private void attack(int threads, Attack attack) {
        for (int i = 0; i < threads; i++) {
            attackers.execute(() -> {
                while (attacking.get()) {
                    try {
                        attack.run();
                    } catch (Exception closed) {
                        // Whatever the relay does to it, the attack goes on.
                    }
                }
            });
        }
    }

    private void assertHonestSenderIsServed() throws Exception {
        int before = honest.served();
        long end = System.nanoTime() + LONG_ENOUGH.toNanos();
        await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    mostDescriptors = Math.max(mostDescriptors, descriptors());
                    return System.nanoTime() > end && honest.served() - before >= 60;
                });
        assertThat(honest.refused()).isEmpty();
        attacking.set(false);

        assertThat(mostDescriptors).isLessThan(DESCRIPTORS - DESCRIPTORS / 8);
        assertThat(residentMegabytes()).isLessThan(1_000);
        await().atMost(Duration.ofSeconds(90))
                .until(() -> relay.client().health().path("status").asText().equals("up"));
        assertThat(relay.log())
                .doesNotContain("OutOfMemory")
                .doesNotContain("StackOverflow")
                .doesNotContain("Too many open");
    }

    private Socket open() throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10_000);
        strikes.incrementAndGet();
        return socket;
    }

    private static void write(Socket socket, String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException closed) {
            // It was cut off.
        }
    }

    private static double metric(String name) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + "/metrics"))
                .build();
        return relay.client()
                .send(request)
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .sum();
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc", String.valueOf(relay.pid()), "fd"))) {
            return open.count();
        }
    }

    private static long residentMegabytes() throws IOException {
        return Files.readAllLines(Path.of("/proc", String.valueOf(relay.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .sum();
    }

    private static byte[] gzip(byte[] body) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(body);
        }
        return packed.toByteArray();
    }
}
