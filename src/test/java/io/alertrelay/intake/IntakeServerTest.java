package io.alertrelay.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alertrelay.arms.Sender;
import io.alertrelay.config.KeyRing;
import io.alertrelay.config.KnownKey;
import io.alertrelay.config.ServerSettings;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntakeServerTest {
    private static final String KEY = "key-of-arms-prod";
    private static final int MAX_BODY = 1_000;
    private static final int MAX_IN_FLIGHT = 2;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Submission> submitted = new CopyOnWriteArrayList<>();
    private final List<String> answers = new CopyOnWriteArrayList<>();
    private final List<Answered> lost = new CopyOnWriteArrayList<>();
    private final IntakeServerWatcher watcher = new UnheedingWatcher() {
        @Override
        public void answered(Answered answered) {
            answers.add(answered.integration() + " " + answered.reply().status());
        }

        @Override
        public void brokenOff(Answered never) {
            lost.add(never);
        }
    };
    private Intake intake = submission -> {
        submitted.add(submission);
        return CompletableFuture.completedFuture(IntakeReply.accepted("w0-1-" + submission.nonce(), 1));
    };
    private IntakeServer server;
    private int port;

    @BeforeEach
    void listen() throws Exception {
        listen(Duration.ofSeconds(20));
        server.open(submission -> intake.submit(submission), () -> 0);
    }

    private void listen(Duration ackTimeout) throws IntakeServerException {
        server = new IntakeServer(
                vertx,
                settings(0, ackTimeout),
                () -> new KeyRing(List.of(
                        KnownKey.of("arms-prod", KEY, Optional.empty()),
                        KnownKey.of("arms-prod", "key-of-last-year", Optional.of(Instant.EPOCH)))),
                new KeyUses(Clock.systemUTC(), Clock.systemUTC()),
                new Nonces(new Random(1)),
                watcher,
                Clock.systemUTC(),
                System::nanoTime,
                System::nanoTime);
        port = server.listen(() -> {});
    }

    private static ServerSettings settings(int at, Duration ackTimeout) {
        return new ServerSettings(
                "127.0.0.1",
                at,
                MAX_BODY,
                MAX_IN_FLIGHT,
                ackTimeout,
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                RunningIntakeServer.connections(2000, Duration.ofSeconds(30)));
    }

    @AfterEach
    void close() {
        server.close();
        vertx.close();
    }

    @Test
    void handsOverTheBodyByteForByteWithItsIntegration() throws Exception {
        byte[] body = "{\"alerts\": [ \"\u00e9\u4e2d\" ]}\r\n\t ".getBytes(StandardCharsets.UTF_8);

        HttpResponse<String> response = send(post(armsUrl(KEY), body).header("Content-Type", "text/plain"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(submitted).hasSize(1);
        assertThat(submitted.get(0).body()).isEqualTo(body);
        assertThat(submitted.get(0).integration()).isEqualTo("arms-prod");
        assertThat(submitted.get(0).sender()).isEqualTo(Sender.ARMS);
        assertThat(submitted.get(0).contentType()).isEqualTo("text/plain");
        assertThat(answers).containsExactly("arms-prod 200");
    }

    @Test
    void takesTheKeyFromTheHeaderToo() throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(base() + RequestTarget.pathOf(Sender.PROMETHEUS)))
                .header("X-Integration-Key", KEY)
                .POST(BodyPublishers.ofString("{}"));

        assertThat(send(request).statusCode()).isEqualTo(200);
        assertThat(submitted.get(0).sender()).isEqualTo(Sender.PROMETHEUS);
    }

    @Test
    void unpacksGzip() throws Exception {
        byte[] body = "{\"alerts\":[]}".getBytes(StandardCharsets.UTF_8);

        HttpResponse<String> response = send(post(armsUrl(KEY), gzip(body)).header("Content-Encoding", "gzip"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(submitted.get(0).body()).isEqualTo(body);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /event/push/alert/aliyun-arms?integration_key=key-of-arms-prod, 405, MethodNotAllowed",
        "PUT, /event/push/alert/prometheus, 405, MethodNotAllowed",
        "POST, /, 404, NotFound",
        "POST, /event/push/alert/standard, 404, NotFound",
        "POST, /event/push/alert/aliyun-arms, 401, Unauthorized",
        "POST, /event/push/alert/aliyun-arms?integration_key=, 401, Unauthorized",
        "POST, /event/push/alert/aliyun-arms?integration_key=wrong, 401, Unauthorized",
        "POST, /event/push/alert/aliyun-arms?integration_key=key-of-last-year, 401, Unauthorized",
    })
    void rejectsInFlashdutysFormWithoutStoringAnything(String method, String path, int status, String code)
            throws Exception {
        HttpResponse<String> response = send(HttpRequest.newBuilder(URI.create(base() + path))
                .method(method, BodyPublishers.ofString("a secret body")));

        JsonNode reply = new ObjectMapper().readTree(response.body());
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(reply.at("/error/code").asText()).isEqualTo(code);
        assertThat(reply.at("/error/message").asText()).isNotBlank();
        assertThat(reply.at("/request_id").asText()).matches("[0-9a-z]{16}");
        assertThat(response.body()).doesNotContain("secret").doesNotContain("wrong");
        assertThat(submitted).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /event/push/alert/aliyun-arms?integration_key=key-of-arms-prod, arms-prod 405",
        "PUT, /event/push/alert/aliyun-arms?integration_key=key-of-last-year, arms-prod 405",
        "GET, /event/push/alert/aliyun-arms?integration_key=wrong, ' 405'",
        "HEAD, /event/push/alert/aliyun-arms?integration_key=key-of-arms-prod, ' 405'",
        "OPTIONS, /event/push/alert/aliyun-arms?integration_key=key-of-arms-prod, ' 405'",
        "POST, /event/push/alert/standard?integration_key=key-of-arms-prod, arms-prod 404",
        "POST, /event/push/alert/standard, ' 404'",
    })
    void aWrongMethodOrPathWithAKnownKeyIsCountedForItsIntegrationIfItMayHaveBroughtAlerts(
            String method, String path, String counted) throws Exception {
        send(HttpRequest.newBuilder(URI.create(base() + path)).method(method, BodyPublishers.ofString("{}")));

        assertThat(answers).containsExactly(counted);
    }

    @Test
    void aQueryThatCannotBeDecodedLosesNoAlert() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream()
                    .write(("POST /event/push/alert/aliyun-arms?integration_key=" + KEY
                                    + "&x=%zz HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer).startsWith("HTTP/1.1 200").doesNotContain(KEY);
        }
    }

    @Test
    void refusesABodyOverTheLimitWhetherAnnouncedChunkedOrPacked() throws Exception {
        byte[] large = new byte[MAX_BODY + 1];

        assertThat(send(post(armsUrl(KEY), large)).statusCode()).isEqualTo(413);
        assertThat(send(HttpRequest.newBuilder(URI.create(armsUrl(KEY)))
                                .POST(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(large))))
                        .statusCode())
                .isEqualTo(413);
        assertThat(send(post(armsUrl(KEY), gzip(new byte[50_000_000])).header("Content-Encoding", "gzip"))
                        .statusCode())
                .isEqualTo(413);
        assertThat(send(post(armsUrl(KEY), gzip(large)).header("Content-Encoding", "gzip"))
                        .statusCode())
                .isEqualTo(413);
        assertThat(submitted).isEmpty();
        assertThat(send(post(armsUrl(KEY), new byte[MAX_BODY])).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br", "deflate"})
    void handsOverWhatItCannotUnpackAsItIsWithTheReason(String encoding) throws Exception {
        byte[] body = "plain".getBytes(StandardCharsets.UTF_8);

        send(post(armsUrl(KEY), body).header("Content-Encoding", encoding));

        assertThat(submitted).hasSize(1);
        assertThat(submitted.get(0).body()).isEqualTo(body);
        assertThat(submitted.get(0).undecodable())
                .hasValueSatisfying(why -> assertThat(why).contains("Content-Encoding"));
    }

    @Test
    void answers503WithRetryAfterAndNever429WhenTooManyAreInFlight() throws Exception {
        List<CompletableFuture<IntakeReply>> pending = new CopyOnWriteArrayList<>();
        intake = submission -> {
            CompletableFuture<IntakeReply> reply = new CompletableFuture<>();
            pending.add(reply);
            return reply;
        };
        List<CompletableFuture<HttpResponse<String>>> first = List.of(
                sendAsync(post(armsUrl(KEY), "{}".getBytes(StandardCharsets.UTF_8))),
                sendAsync(post(armsUrl(KEY), "{}".getBytes(StandardCharsets.UTF_8))));
        await().until(() -> pending.size() == MAX_IN_FLIGHT);

        HttpResponse<String> third = send(post(armsUrl(KEY), "{}".getBytes(StandardCharsets.UTF_8)));

        assertThat(third.statusCode()).isEqualTo(503);
        assertThat(third.headers().firstValue("Retry-After")).hasValue("2");
        pending.forEach(reply -> reply.complete(IntakeReply.accepted("x", 1)));
        for (CompletableFuture<HttpResponse<String>> response : first) {
            assertThat(response.get().statusCode()).isEqualTo(200);
        }
        await().until(() -> server.inFlight() == 0);
        intake = submission -> CompletableFuture.completedFuture(IntakeReply.accepted("x", 1));
        assertThat(send(post(armsUrl(KEY), "{}".getBytes(StandardCharsets.UTF_8)))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void answers503WhenTheAckDoesNotComeInTime() throws Exception {
        server.close();
        listen(Duration.ofMillis(50));
        server.open(submission -> new CompletableFuture<>(), () -> 0);

        HttpResponse<String> response = send(post(armsUrl(KEY), "{}".getBytes(StandardCharsets.UTF_8)));

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void answers503WhileStartingAndWhileStopping() throws Exception {
        server.close();
        listen(Duration.ofSeconds(20));
        assertThat(send(post(armsUrl(KEY), "{}".getBytes(StandardCharsets.UTF_8)))
                        .statusCode())
                .isEqualTo(503);

        server.open(intake, () -> 0);
        assertThat(send(post(armsUrl(KEY), "{}".getBytes(StandardCharsets.UTF_8)))
                        .statusCode())
                .isEqualTo(200);

        server.stopTaking();
        HttpResponse<String> stopping = send(post(armsUrl(KEY), "{}".getBytes(StandardCharsets.UTF_8)));
        assertThat(stopping.statusCode()).isEqualTo(503);
        assertThat(stopping.body()).contains("stopping");
        assertThat(answers).containsExactly("arms-prod 503", "arms-prod 200", "arms-prod 503");
    }

    @Test
    void makesRoomAgainWhenASenderGoesAwayInTheMiddleOfItsBody() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST /event/push/alert/aliyun-arms?integration_key=" + KEY
                            + " HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\nhalf")
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            await().until(() -> server.inFlight() == 1);
        }

        await().until(() -> server.inFlight() == 0 && !lost.isEmpty());
        assertThat(submitted).isEmpty();
        assertThat(answers).isEmpty();
        assertThat(lost).singleElement().satisfies(one -> {
            assertThat(one.integration()).isEqualTo("arms-prod");
            assertThat(one.remote().toString()).isEqualTo("127.0.0.1");
            assertThat(one.reply().status()).isEqualTo(499);
            assertThat(one.reply().text()).contains("closed after 4 bytes of the body, of 500");
        });
    }

    @Test
    void aStrangerWhoGoesAwayInTheMiddleOfItsBodyIsOnlyAnswered() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream()
                    .write(("POST /event/push/alert/aliyun-arms?integration_key=wrong HTTP/1.1\r\nHost: x\r\n"
                                    + "Content-Length: 500\r\n\r\nhalf")
                            .getBytes(StandardCharsets.US_ASCII));
            await().until(() -> answers.contains(" 401"));
        }
        await().until(() -> server.connections() == 0);

        assertThat(lost).isEmpty();
    }

    @Test
    void saysWhichPortIsTaken() {
        IntakeServer second = new IntakeServer(
                vertx,
                settings(port, Duration.ofSeconds(1)),
                () -> new KeyRing(List.of()),
                new KeyUses(Clock.systemUTC(), Clock.systemUTC()),
                new Nonces(new Random(1)),
                watcher,
                Clock.systemUTC(),
                System::nanoTime,
                System::nanoTime);

        org.assertj.core.api.Assertions.assertThatThrownBy(() -> second.listen(() -> {}))
                .isInstanceOf(IntakeServerException.class)
                .hasMessageContaining("127.0.0.1:" + port)
                .hasMessageContaining("server.port");
    }

    private String base() {
        return "http://127.0.0.1:" + port;
    }

    private String armsUrl(String key) {
        return base() + RequestTarget.pathOf(Sender.ARMS) + "?integration_key=" + key;
    }

    private static HttpRequest.Builder post(String url, byte[] body) {
        return HttpRequest.newBuilder(URI.create(url)).POST(BodyPublishers.ofByteArray(body));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private CompletableFuture<HttpResponse<String>> sendAsync(HttpRequest.Builder request) {
        return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static byte[] gzip(byte[] body) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(body);
        }
        return packed.toByteArray();
    }
}
