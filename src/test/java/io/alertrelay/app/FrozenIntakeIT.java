package io.alertrelay.app;

import static io.alertrelay.testing.TestConfig.SHARED_KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.sandbox.Sandbox;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.FreePorts;
import io.alertrelay.testing.RelayProcess;
import io.alertrelay.testing.TestConfig;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A relay in a process of its own that is stopped by a signal while webhooks are posted, and goes on later. */
@Tag("timed")
class FrozenIntakeIT {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @TempDir
    private Path folder;

    private final List<Integer> ports = FreePorts.take(3);

    @Test
    void whatLayInTheSocketsOfAFrozenRelayForLongerThanSendersWaitIsAnswered503AndNotStored() throws Exception {
        Vertx vertx = Vertx.vertx();
        try (Sandbox flashduty = Sandbox.start(vertx, 0, Clock.systemUTC());
                RelayProcess relay = start(flashduty.port());
                Socket reused = connect();
                Socket halfSent = connect()) {
            assertThat(relay.client()
                            .postPatiently(SHARED_KEY, Bodies.firing("before", "critical", "payments"))
                            .statusCode())
                    .isEqualTo(200);
            send(reused, request("in-time"));
            answer(reused);
            String half = request("half-sent");
            send(halfSent, half.substring(0, half.length() / 2));

            relay.signal("STOP");
            long stopped = System.nanoTime();
            send(reused, request("on-a-reused-connection"));
            send(halfSent, half.substring(half.length() / 2));
            try (Socket fresh = connect()) {
                send(fresh, request("on-a-new-connection"));
                await().atMost(Duration.ofMinutes(1))
                        .until(() -> System.nanoTime() - stopped
                                > PATIENCE.plusSeconds(2).toNanos());
                relay.signal("CONT");

                assertThat(rest(fresh)).contains("HTTP/1.1 503");
                assertThat(rest(halfSent)).contains("HTTP/1.1 503");
                assertThat(rest(reused)).contains("HTTP/1.1 503");
            }

            await("what is posted a moment later is taken")
                    .atMost(Duration.ofMinutes(1))
                    .ignoreExceptions()
                    .until(() -> relay.client()
                                    .post(SHARED_KEY, Bodies.firing("after", "critical", "payments"))
                                    .statusCode()
                            == 200);
            await().atMost(Duration.ofMinutes(1)).until(() -> received(flashduty, "after"));
            assertThat(List.of("on-a-reused-connection", "half-sent", "on-a-new-connection"))
                    .noneMatch(name -> received(flashduty, name));
            assertThat(relay.log()).contains("was suspended for");
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(1, TimeUnit.MINUTES);
        }
    }

    private RelayProcess start(int flashduty) throws IOException {
        Path config = folder.resolve("relay.yaml");
        Files.writeString(
                config,
                TestConfig.yaml(
                                "{ brokers: embedded, data: ./data, port: %d }".formatted(ports.get(2)),
                                ports.get(0),
                                ports.get(1),
                                flashduty,
                                "")
                        .replace("sender_patience: 2m", "sender_patience: 5s"));
        return RelayProcess.start(config, ports.get(0), ports.get(1), folder.resolve("relay.log"));
    }

    private static boolean received(Sandbox flashduty, String name) {
        return flashduty.received(TestConfig.pushKey("payments")).stream()
                .anyMatch(push -> push.bodyText().contains(name));
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), ports.get(0));
        socket.setSoTimeout(60_000);
        return socket;
    }

    private static String request(String alert) {
        String body = Bodies.firing(alert, "critical", "payments");
        return "POST /event/push/alert/aliyun-arms?integration_key=" + SHARED_KEY + " HTTP/1.1\r\nHost: relay\r\n"
                + "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void answer(Socket socket) throws IOException {
        StringBuilder answer = new StringBuilder();
        while (!answer.toString().endsWith("}")) {
            answer.append((char) socket.getInputStream().read());
        }
        assertThat(answer).startsWith("HTTP/1.1 200");
    }

    /** What comes until the relay closes the connection. */
    private static String rest(Socket socket) throws IOException {
        try {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (SocketException reset) {
            return "";
        }
    }
}
