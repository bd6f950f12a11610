package io.alertrelay.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.config.ConnectionLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever is sent is answered properly, ends the connection where that can't be used again, and leaves nothing behind.
 */
class IntakeServerRawTest {
    private RunningIntakeServer relay;

    @BeforeEach
    void open() throws Exception {
        relay = RunningIntakeServer.open();
    }

    @AfterEach
    void close() {
        relay.close();
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /event/push/alert/aliyun-arms?integration_key=wrong, 401",
        "POST, /nowhere, 404",
        "GET, /event/push/alert/aliyun-arms, 405",
    })
    void whoIsTurnedAwayIsNotListenedToAnyMore(String method, String target, int status) throws Exception {
        try (RawClient client = relay.connect()) {
            client.send(method + " " + target + " HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000000\r\n\r\n");
            assertThat(client.readAnswer()).startsWith("HTTP/1.1 " + status).containsIgnoringCase("connection: close");

            assertThat(pushed(client)).isLessThan(64L << 20);
            await().until(() -> relay.server.connections() == 0);
        }
    }

    @Test
    void whoSendsTooMuchIsNotListenedToAnyMore() throws Exception {
        try (RawClient client = relay.connect()) {
            client.send(RunningIntakeServer.head(RunningIntakeServer.KEY, "Transfer-Encoding: chunked"));
            int size = RunningIntakeServer.MAX_BODY + 1;
            client.send(Integer.toHexString(size) + "\r\n" + "x".repeat(size) + "\r\n");
            assertThat(client.readAnswer()).startsWith("HTTP/1.1 413").containsIgnoringCase("connection: close");

            assertThat(pushed(client)).isLessThan(64L << 20);
            await().until(() -> relay.server.connections() == 0);
            assertThat(relay.server.inFlight()).isZero();
            assertThat(relay.server.inFlightBytes()).isZero();
        }
    }

    @Test
    void whoWaitsForItsAnswerBehindABodyThatIsNotWantedGetsIt() throws Exception {
        for (int i = 0; i < 20; i++) {
            try (RawClient client = relay.connect()) {
                client.send(RunningIntakeServer.post("wrong", "x".repeat(500_000)));
                assertThat(client.readToEnd()).startsWith("HTTP/1.1 401").endsWith("}");
            }
        }
    }

    @Test
    void whoIsTurnedAwayAndDoesNotCloseIsClosed() throws Exception {
        try (RawClient client = relay.connect()) {
            client.send(RunningIntakeServer.post("wrong", "{}"));
            assertThat(client.readToEnd()).startsWith("HTTP/1.1 401");

            await().until(() -> relay.server.connections() == 0);
        }
    }

    @Test
    void nothingBehindARequestThatWasTurnedAwayIsStored() throws Exception {
        try (RawClient client = relay.connect()) {
            client.send(
                    RunningIntakeServer.post("wrong", "{}") + RunningIntakeServer.post(RunningIntakeServer.KEY, "{}"));

            assertThat(client.readToEnd().split("HTTP/1.1 ", -1)).hasSize(2);
            assertThat(relay.submitted).isEmpty();
        }
    }

    @Test
    void requestsThatAreSentBehindEachOtherAreAnsweredInOrder() throws Exception {
        try (RawClient client = relay.connect()) {
            client.send((RunningIntakeServer.post(RunningIntakeServer.KEY, "{}")
                            + RunningIntakeServer.post(RunningIntakeServer.OTHER_KEY, "[1]"))
                    .repeat(50));

            for (int i = 0; i < 100; i++) {
                assertThat(client.readAnswer()).startsWith("HTTP/1.1 200");
            }
            assertThat(relay.submitted)
                    .extracting(s -> s.integration() + new String(s.body(), StandardCharsets.UTF_8))
                    .startsWith("arms-prod{}", "other[1]", "arms-prod{}", "other[1]")
                    .hasSize(100);
        }
    }

    static Stream<String> rubbish() {
        return Stream.of(
                "rubbish\r\n\r\n",
                "\0\1\2\3\4\r\n\r\n",
                "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\ufffd\r\n\r\n",
                "GET\r\n\r\n",
                "POST / HTTP/9.9\r\n\r\n",
                "POST / FTP/1.1\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                RunningIntakeServer.head(RunningIntakeServer.KEY, "Content-Length: 2", "Content-Length: 3") + "{}",
                RunningIntakeServer.head(RunningIntakeServer.KEY, "Content-Length: -1"),
                RunningIntakeServer.head(RunningIntakeServer.KEY, "Content-Length: 99999999999999999999"),
                RunningIntakeServer.head(RunningIntakeServer.KEY, "Content-Length: two"),
                RunningIntakeServer.head(RunningIntakeServer.KEY, "Content-Length: 2", "Transfer-Encoding: chunked")
                        + "2\r\n{}\r\n0\r\n\r\n",
                RunningIntakeServer.head(RunningIntakeServer.KEY, "Transfer-Encoding: gzip", "Content-Length: 2")
                        + "{}",
                RunningIntakeServer.head(RunningIntakeServer.KEY, "no colon here"),
                RunningIntakeServer.head(RunningIntakeServer.KEY, "Transfer-Encoding: chunked")
                        + "zz\r\n{}\r\n0\r\n\r\n",
                RunningIntakeServer.head(RunningIntakeServer.KEY, "Transfer-Encoding: chunked")
                        + "-2\r\n{}\r\n0\r\n\r\n",
                "GET /" + "a".repeat(9_000) + " HTTP/1.1\r\n\r\n",
                RunningIntakeServer.head(RunningIntakeServer.KEY, "X-Long: " + "a".repeat(17_000)));
    }

    @ParameterizedTest
    @MethodSource("rubbish")
    void rubbishEndsTheConnectionAndNothingElse(String rubbish) throws Exception {
        relay.close();
        relay = new RunningIntakeServer(RunningIntakeServer.settings(
                100,
                new ConnectionLimits(
                        2_000,
                        OptionalInt.empty(),
                        Duration.ofSeconds(75),
                        Duration.ofSeconds(30),
                        Duration.ofMillis(250),
                        RunningIntakeServer.NO_PROXIES)));
        try (RawClient client = relay.connect()) {
            client.send(rubbish);
            String answer = client.readToEnd();

            assertThat(answer).matches("(?s)|HTTP/1.1 (4\\d\\d|50[15]) .*").doesNotContain(RunningIntakeServer.KEY);
            await().until(() -> relay.server.connections() == 0);
        }
        assertThat(relay.submitted).isEmpty();
        assertThat(relay.broken).isEmpty();
        assertThat(relay.server.inFlight()).isZero();
        assertThat(relay.server.inFlightBytes()).isZero();
        try (RawClient client = relay.connect()) {
            assertThat(client.send(RunningIntakeServer.post(RunningIntakeServer.KEY, "{}"))
                            .readAnswer())
                    .startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void ofABodyThatIsNoHttpItIsNotSaidThatItsSenderClosedTheConnection() throws Exception {
        try (RawClient client = relay.connect()) {
            client.send(RunningIntakeServer.head(RunningIntakeServer.KEY, "Transfer-Encoding: chunked")
                    + "2\r\n{}\r\nzz\r\n");
            client.readToEnd();
        }

        await().until(() -> relay.brokenOff.size() + relay.answered.size() == 1);
        assertThat(relay.brokenOff)
                .singleElement()
                .satisfies(never -> assertThat(new String(never.reply().body(), StandardCharsets.UTF_8))
                        .contains("\"the body is no valid HTTP after 2 bytes\""));
    }

    @Test
    void ofABodyThatBreaksOffItIsSaidThatItsSenderClosedTheConnection() throws Exception {
        try (RawClient client = relay.connect()) {
            client.send(
                    RunningIntakeServer.head(RunningIntakeServer.KEY, "Transfer-Encoding: chunked") + "2\r\n{}\r\n");
        }

        await().until(() -> relay.brokenOff.size() + relay.answered.size() == 1);
        assertThat(relay.brokenOff)
                .singleElement()
                .satisfies(never -> assertThat(new String(never.reply().body(), StandardCharsets.UTF_8))
                        .contains("\"the connection was closed after 2 bytes of the body\""));
    }

    @Test
    void aHeadThatIsTooLongIsToldSoInFlashdutysForm() throws Exception {
        try (RawClient longest = relay.connect();
                RawClient line = relay.connect();
                RawClient header = relay.connect();
                RawClient none = relay.connect()) {
            assertThat(longest.send("GET /" + "a".repeat(8_000) + " HTTP/1.1\r\nX-Long: " + "a".repeat(16_000)
                                    + "\r\n\r\n")
                            .readAnswer())
                    .startsWith("HTTP/1.1 404");
            assertThat(line.send("GET /" + "a".repeat(9_000) + " HTTP/1.1\r\n\r\n")
                            .readToEnd())
                    .startsWith("HTTP/1.1 414")
                    .contains("URITooLong");
            assertThat(header.send(RunningIntakeServer.head(RunningIntakeServer.KEY, "X-Long: " + "a".repeat(17_000)))
                            .readToEnd())
                    .startsWith("HTTP/1.1 431")
                    .contains("HeaderTooLarge");
            assertThat(none.send("rubbish\r\n\r\n").readToEnd())
                    .startsWith("HTTP/1.1 400")
                    .contains("BadRequest");
        }
    }

    @Test
    void chunksWithExtensionsAndTrailersAreRead() throws Exception {
        try (RawClient client = relay.connect()) {
            client.send(RunningIntakeServer.head(RunningIntakeServer.KEY, "Transfer-Encoding: chunked"));
            client.send("1;x=y\r\n{\r\n1\r\n}\r\n0\r\nX-Trailer: z\r\n\r\n");
            assertThat(client.readAnswer()).startsWith("HTTP/1.1 200");
            assertThat(relay.submitted.get(0).body()).isEqualTo("{}".getBytes(StandardCharsets.UTF_8));
            assertThat(client.send(RunningIntakeServer.post(RunningIntakeServer.KEY, "{}"))
                            .readAnswer())
                    .startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void http2InClearTextIsOffAndAnUpgradeToItIsAnsweredInHttp1() throws Exception {
        try (RawClient upgrade = relay.connect();
                RawClient knowledge = relay.connect()) {
            upgrade.send(RunningIntakeServer.post(
                    RunningIntakeServer.KEY,
                    "{}",
                    "Connection: Upgrade, HTTP2-Settings",
                    "Upgrade: h2c",
                    "HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA"));
            assertThat(upgrade.readAnswer()).startsWith("HTTP/1.1 200");

            String preface = knowledge
                    .send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0")
                    .readToEnd();
            assertThat(preface).startsWith("HTTP/1.1 505").contains("expected HTTP/1.1");
        }
    }

    @Test
    void onlyAKnownSenderIsAskedToContinue() throws Exception {
        try (RawClient known = relay.connect();
                RawClient unknown = relay.connect();
                RawClient large = relay.connect()) {
            known.send(RunningIntakeServer.head(RunningIntakeServer.KEY, "Content-Length: 2", "Expect: 100-continue"));
            assertThat(known.readAnswer()).startsWith("HTTP/1.1 100");
            assertThat(known.send("{}").readAnswer()).startsWith("HTTP/1.1 200");

            unknown.send(RunningIntakeServer.head("wrong", "Content-Length: 2", "Expect: 100-continue"));
            assertThat(unknown.readAnswer()).startsWith("HTTP/1.1 401");

            large.send(RunningIntakeServer.head(
                    RunningIntakeServer.KEY,
                    "Content-Length: " + (RunningIntakeServer.MAX_BODY + 1),
                    "Expect: 100-continue"));
            assertThat(large.readAnswer()).startsWith("HTTP/1.1 413");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.0", "HTTP/1.1"})
    void whoAsksToCloseIsAnsweredAndClosed(String version) throws Exception {
        try (RawClient client = relay.connect()) {
            client.send(RunningIntakeServer.post(RunningIntakeServer.KEY, "{}", "Connection: close")
                    .replace("HTTP/1.1", version));
            assertThat(client.readToEnd()).contains(" 200 OK");
        }
    }

    @Test
    void tenThousandEmptyMembersOfGzipAreReadAndTheRoomIsGivenBack() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        for (int i = 0; i < 10_000; i++) {
            packed.write(gzip(""));
        }
        packed.write(gzip("{}"));
        try (RawClient client = relay.connect()) {
            client.send(RunningIntakeServer.head(
                    RunningIntakeServer.KEY, "Content-Encoding: gzip", "Content-Length: " + packed.size()));
            client.send(packed.toByteArray());
            assertThat(client.readAnswer()).startsWith("HTTP/1.1 200");
        }
        assertThat(relay.submitted.get(0).body()).isEqualTo("{}".getBytes(StandardCharsets.UTF_8));
        assertThat(relay.server.inFlightBytes()).isZero();
        assertThat(relay.broken).isEmpty();
    }

    @Test
    void whateverTheIntakeThrowsTheSenderIsToldAndTheRoomGivenBack() throws Exception {
        relay.intake = submission -> {
            throw new StackOverflowError();
        };
        try (RawClient client = relay.connect()) {
            client.send(RunningIntakeServer.post(RunningIntakeServer.KEY, "{}"));
            assertThat(client.readAnswer()).startsWith("HTTP/1.1 503").contains("Retry-After: 2");
        }
        assertThat(relay.server.inFlight()).isZero();
        assertThat(relay.server.inFlightBytes()).isZero();
        assertThat(relay.broken).hasSize(1);
    }

    @Test
    void slowUploadsOfOneIntegrationLeaveAnotherItsPart() throws Exception {
        List<RawClient> slow = new ArrayList<>();
        try (RunningIntakeServer small = new RunningIntakeServer(
                RunningIntakeServer.settings(8, RunningIntakeServer.connections(100, Duration.ofSeconds(30))))) {
            for (int i = 0; i < 20; i++) {
                RawClient client = small.connect();
                slow.add(client.send(
                        RunningIntakeServer.head(RunningIntakeServer.KEY, "Content-Length: 1000") + "half"));
            }
            await().until(() -> small.answered.size() == 14);
            assertThat(small.answered).extracting(a -> a.reply().status()).containsOnly(503);
            assertThat(small.server.inFlight()).isEqualTo(6);
            assertThat(small.full).containsExactly(Bound.WEBHOOKS);

            try (RawClient other = small.connect()) {
                assertThat(other.send(RunningIntakeServer.post(RunningIntakeServer.OTHER_KEY, "{}"))
                                .readAnswer())
                        .startsWith("HTTP/1.1 200");
            }
            for (RawClient client : slow) {
                client.close();
            }
            await().until(() -> small.server.inFlight() == 0);
            assertThat(small.server.inFlightBytes()).isZero();
        }
    }

    @Test
    void aWebhookThatKafkaHasNotTakenYetKeepsItsRoomWhenItsSenderGoesAway() throws Exception {
        CompletableFuture<IntakeReply> pending = new CompletableFuture<>();
        relay.intake = submission -> pending;
        try (RawClient client = relay.connect()) {
            client.send(RunningIntakeServer.post(RunningIntakeServer.KEY, "{\"a\":1}"));
            await().until(() -> relay.server.inFlightBytes() == 7);
        }
        await().until(() -> relay.server.connections() == 0);
        assertThat(relay.server.inFlight()).isEqualTo(1);
        assertThat(relay.server.inFlightBytes()).isEqualTo(7);

        pending.complete(IntakeReply.accepted("x", 1));
        await().until(() -> relay.server.inFlight() == 0 && relay.server.inFlightBytes() == 0);
    }

    @Test
    void theAddressBehindATrustedProxyIsTold() throws Exception {
        try (RunningIntakeServer proxied = new RunningIntakeServer(RunningIntakeServer.settings(
                        10,
                        RunningIntakeServer.connections(
                                100, OptionalInt.empty(), Duration.ofSeconds(30), RunningIntakeServer.LOCAL_PROXY)));
                RawClient client = proxied.connect();
                RawClient direct = relay.connect()) {
            String post = RunningIntakeServer.post("wrong", "{}", "X-Forwarded-For: 1.2.3.4, 198.51.100.7");
            client.send(post).readAnswer();
            direct.send(post).readAnswer();

            assertThat(proxied.answered.get(0).remote()).hasToString("198.51.100.7 (through 127.0.0.1)");
            assertThat(relay.answered.get(0).remote()).hasToString("127.0.0.1");
        }
    }

    /** How many bytes the server lets somebody send before it resets the connection. */
    private static long pushed(RawClient client) {
        byte[] megabyte = new byte[1 << 20];
        long sent = 0;
        try {
            while (sent < 1L << 30) {
                client.send(megabyte);
                sent += megabyte.length;
            }
        } catch (IOException closed) {
            return sent;
        }
        return sent;
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return packed.toByteArray();
    }
}
