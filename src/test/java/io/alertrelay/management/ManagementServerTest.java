package io.alertrelay.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What may be posted to the management port, and by whom. */
class ManagementServerTest {
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger hanging = new AtomicInteger();
    private final CountDownLatch release = new CountDownLatch(1);
    private volatile boolean broken;
    private volatile ObjectNode details = JsonNodeFactory.instance.objectNode().put("status", "up");
    private ManagementServer server;

    @BeforeEach
    void start() throws Exception {
        Api api = new Api(
                Map.of(
                        "slow",
                        this::hang,
                        "fails",
                        item -> {
                            throw new IllegalStateException("a fault of its own");
                        },
                        "status",
                        item -> ApiAnswer.ok(
                                JsonNodeFactory.instance.objectNode().put("item", item))),
                Map.of("echo", (body, operator) -> ApiAnswer.ok(body)),
                Map.of(
                        "do",
                        (item, body, operator) -> ApiAnswer.ok(JsonNodeFactory.instance
                                .objectNode()
                                .put("item", item)
                                .put("operator", operator.orElse("nobody")))),
                Map.of("list", this::list));
        server = ManagementServer.start(
                "127.0.0.1",
                0,
                List.of("relay.example.com"),
                () -> {
                    asked.incrementAndGet();
                    if (broken) {
                        throw new IllegalStateException("a fault of its own");
                    }
                    return new HealthReport(true, true, details);
                },
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                api);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void answersWhatIsPostedAsJson() throws Exception {
        assertThat(post("/api/v1/echo", "Content-Type: application/json", "{\"a\":1.50,\"b\":100000000000000000000.1}"))
                .contains("\"a\" : 1.50,", "\"b\" : 100000000000000000000.1\n");
        assertThat(post("/api/v1/echo", "Content-Type: application/json; charset=utf-8", "{\"a\":\"支付\"}"))
                .startsWith("HTTP/1.1 200")
                .contains("支付");
        assertThat(post("/api/v1/echo", "Content-Type: application/json\r\nOrigin: http://" + host(), "{}"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void refusesWhatAPageOfAnotherSiteCanMakeABrowserPost() throws Exception {
        for (String type : new String[] {
            "X: y", "Content-Type: text/plain", "Content-Type: application/x-www-form-urlencoded", "Content-Type: json"
        }) {
            assertThat(post("/api/v1/echo", type, "{}")).as(type).startsWith("HTTP/1.1 415");
        }
        for (String origin : new String[] {"http://example.com", "null", "", "http://127.0.0.1:1", "::"}) {
            assertThat(post("/api/v1/echo", "Content-Type: application/json\r\nOrigin: " + origin, "{}"))
                    .as(origin)
                    .startsWith("HTTP/1.1 403");
        }
    }

    @Test
    void saysHowAProxyIsToPassOnWhatThePostsOfItsOwnConsoleAreToldBy() throws Exception {
        String origin = "https://relay.example.com" + "a".repeat(1_000);

        assertThat(post("/api/v1/echo", "Content-Type: application/json\r\nOrigin: " + origin, "{}"))
                .startsWith("HTTP/1.1 403")
                .contains(
                        "found the Origin \\\"https://relay.example.com", "a…\\\" for the Host \\\"" + host() + "\\\"")
                .contains("proxy_set_header Host $http_host")
                .doesNotContain("a".repeat(100));
    }

    @Test
    void listsLineByLineAndSaysWhyItCantOrWhyItEnds() throws Exception {
        String get = " HTTP/1.1\r\nHost: " + host() + "\r\nConnection: close\r\n\r\n";
        assertThat(send("GET /api/v1/list?name=%E6%94%AF%E4%BB%98&name=b+c" + get))
                .startsWith("HTTP/1.1 200")
                .contains(
                        "application/x-ndjson",
                        "X-Content-Type-Options: nosniff",
                        "{\"name\":\"支付\"}\n",
                        "{\"name\":\"b c\"}\n")
                .doesNotContain("error");
        assertThat(send("GET /api/v1/list" + get)).startsWith("HTTP/1.1 200");
        assertThat(send("GET /api/v1/list?refuse=y" + get))
                .startsWith("HTTP/1.1 400")
                .contains("refused");
        assertThat(send("GET /api/v1/list?name=a&refuse=y" + get))
                .startsWith("HTTP/1.1 200")
                .contains("\"a\"", "refused");
        assertThat(post("/api/v1/list", "Content-Type: application/json", "{}")).startsWith("HTTP/1.1 405");
    }

    @Test
    void whatIsLookedForMayBeLong() throws Exception {
        assertThat(send("GET /api/v1/list?name=" + "%E6%94%AF".repeat(7_000) + " HTTP/1.1\r\nHost: " + host()
                        + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200")
                .contains("支".repeat(7_000));
    }

    @Test
    void aParameterThatCanNotBeDecodedIsRefusedAtOnce() throws Exception {
        for (String query : new String[] {"text=CPU>90%", "name=%zz", "name=a&%", "name=%E6%9"}) {
            assertThat(answerTo("GET /api/v1/list?" + query))
                    .as(query)
                    .startsWith("HTTP/1.1 400")
                    .contains("InvalidParameter", "%25");
        }
        for (String path : new String[] {
            "/health?%zz", "/health/live?%", "/metrics?a=%zz", "/?%", "/api/v1/status?%zz", "/api/v1/status/%zz?%zz"
        }) {
            assertThat(answerTo("GET " + path)).as(path).startsWith("HTTP/1.1 200");
        }
        assertThat(answerTo("GET /api/v1/list/%zz?%zz")).startsWith("HTTP/1.1 404");
        assertThat(answerTo("GET *")).startsWith("HTTP/1.1 404");
    }

    @Test
    void whoAsksWhatCanNotBeDecodedKeepsNobodyOut() throws Exception {
        answersAndKeepsNobodyOut("GET /api/v1/list?text=%zz", "HTTP/1.1 400");
    }

    @Test
    void whatFailsBeforeItIsAnsweredIsAnsweredAndKeepsNobodyOut() throws Exception {
        broken = true;
        Logger relay = (Logger) LoggerFactory.getLogger("relay");
        relay.setLevel(Level.OFF);
        try {
            answersAndKeepsNobodyOut("GET /health", "HTTP/1.1 500");
        } finally {
            relay.setLevel(null);
        }
    }

    /** @param request whose connection stays open */
    private void answersAndKeepsNobodyOut(String request, String answer) throws IOException {
        List<Socket> asking = new ArrayList<>();
        try {
            for (int i = 0; i <= Clients.MOST; i++) {
                Socket socket = asking(request);
                asking.add(socket);
                assertThat(new String(socket.getInputStream().readNBytes(answer.length()), StandardCharsets.US_ASCII))
                        .isEqualTo(answer);
            }
            assertThat(answerTo("GET /health/live")).startsWith("HTTP/1.1 200");
        } finally {
            for (Socket socket : asking) {
                socket.close();
            }
        }
    }

    @Test
    void aListThatFailsOnItsWayIsCutOff() throws Exception {
        try (Socket socket = asking("GET /api/v1/list?name=a&fail=y")) {
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 200")
                    .contains("{\"name\":\"a\"}\n")
                    // The last part, which says that it is complete.
                    .doesNotContain("\r\n0\r\n");
        }
        assertThat(answerTo("GET /api/v1/list?fail=y")).startsWith("HTTP/1.1 500");
    }

    @Test
    void compressesForWhoeverAsksForItButNotWhatGrowsLineByLine() throws Exception {
        HttpResponse<byte[]> status = compressed("/api/v1/status");
        assertThat(status.headers().allValues("Content-Encoding")).containsExactly("gzip");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(status.body())).readAllBytes())
                .asString()
                .contains("\"status\" : \"up\"");

        HttpResponse<byte[]> lines = compressed("/api/v1/list?name=a");
        assertThat(lines.headers().map()).doesNotContainKey("Content-Encoding");
        assertThat(lines.body()).asString().isEqualTo("{\"name\":\"a\"}\n");
        assertThat(answerTo("GET /api/v1/status")).contains("\"status\" : \"up\"");
    }

    private HttpResponse<byte[]> compressed(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + host() + path))
                .header("Accept-Encoding", "gzip, deflate, br, zstd")
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray());
    }

    private Socket asking(String request) throws IOException {
        Socket socket = new Socket("127.0.0.1", server.port());
        socket.setSoTimeout(10_000);
        socket.getOutputStream()
                .write((request + " HTTP/1.1\r\nHost: " + host() + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private String answerTo(String request) throws IOException {
        return send(request + " HTTP/1.1\r\nHost: " + host() + "\r\nConnection: close\r\n\r\n");
    }

    private Optional<ApiAnswer> list(Map<String, List<String>> parameters, Predicate<ObjectNode> line) {
        parameters
                .getOrDefault("name", List.of())
                .forEach(name -> line.test(JsonNodeFactory.instance.objectNode().put("name", name)));
        if (parameters.containsKey("fail")) {
            throw new IllegalStateException("a fault of its own");
        }
        return parameters.containsKey("refuse")
                ? Optional.of(ApiAnswer.error(400, "Refused", "refused"))
                : Optional.empty();
    }

    @Test
    void saysWhatIsWrongWithThePost() throws Exception {
        assertThat(post("/api/v1/echo", "Content-Type: application/json", "[]")).startsWith("HTTP/1.1 400");
        assertThat(post("/api/v1/echo", "Content-Type: application/json", "{")).startsWith("HTTP/1.1 400");
        assertThat(post("/api/v1/echo", "Content-Type: application/json", "")).startsWith("HTTP/1.1 400");
        assertThat(post("/api/v1/echo", "Content-Type: application/json", "{\"x\":{\"a\":1,\"a\":2}}"))
                .startsWith("HTTP/1.1 400")
                .contains("InvalidBody");
        assertThat(post("/api/v1/echo", "Content-Type: application/json", "{\"x\":[" + "{},".repeat(300_000) + "0]}"))
                .startsWith("HTTP/1.1 400")
                .contains("tokens");
        assertThat(post("/api/v1/none", "Content-Type: application/json", "{}"))
                .startsWith("HTTP/1.1 404")
                .contains("expected /api/v1/do or /api/v1/echo");
        assertThat(post("/api/v1/status", "Content-Type: application/json", "{}"))
                .startsWith("HTTP/1.1 405")
                .contains("expected GET");
        assertThat(post("/health", "Content-Type: application/json", "{}")).startsWith("HTTP/1.1 405");
    }

    @Test
    void aQuestionIsNotAnsweredWithoutABody() throws Exception {
        assertThat(send("GET /api/v1/echo HTTP/1.1\r\nHost: " + host() + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 405")
                .contains("expected POST");
        assertThat(send("GET /api/v1/status/x HTTP/1.1\r\nHost: " + host() + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void anActionIsDoneForWhoAsksAndOnlyByAPost() throws Exception {
        assertThat(post(
                        "/api/v1/do/%E6%94%AF%E4%BB%98",
                        "Content-Type: application/json\r\nX-Relay-Operator: alice", ""))
                .startsWith("HTTP/1.1 200")
                .contains("支付", "alice");
        assertThat(post("/api/v1/do/x", "Content-Type: application/json", "")).contains("nobody");
        assertThat(post("/api/v1/do/x", "X-Relay-Operator: alice", "")).startsWith("HTTP/1.1 415");
        assertThat(send("GET /api/v1/do/x HTTP/1.1\r\nHost: " + host() + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 405")
                .contains("expected POST");
    }

    @Test
    void answersWhoAsksForThisMachineByAnAddressOrAKnownName() throws Exception {
        for (String known : new String[] {
            "127.0.0.1",
            "127.0.0.1:8081",
            "localhost",
            "LocalHost.:8081",
            "[::1]:8081",
            "10.42.0.17:8081",
            "[fe80::1]",
            "relay.example.com",
            "RELAY.example.com:8081"
        }) {
            assertThat(getAs(known, "/health")).as(known).startsWith("HTTP/1.1 200");
        }
        assertThat(send("GET /health HTTP/1.0\r\n\r\n")).contains(" 200 ");
    }

    @Test
    void aPageWhoseNameWasMadeToPointHereIsNotAnswered() throws Exception {
        for (String rebound : new String[] {
            "attacker.example",
            "attacker.example:8081",
            "127.0.0.1.attacker.example",
            "localhost.attacker.example",
            "relay.example.com.attacker.example",
            "x:relay.example.com",
            "127.0.0.1@attacker.example",
            "1.2.3.4.5",
            ""
        }) {
            for (String path : new String[] {"/", "/health", "/metrics", "/api/v1/status", "/api/v1/status/x"}) {
                assertThat(getAs(rebound, path))
                        .as(rebound + path)
                        .startsWith("HTTP/1.1 421")
                        .contains("management.hosts");
            }
            assertThat(send("POST /api/v1/do/x HTTP/1.1\r\nHost: " + rebound + "\r\nOrigin: http://" + rebound
                            + "\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"))
                    .as(rebound)
                    .startsWith("HTTP/1.1 421");
        }
    }

    @Test
    void noPageMayFrameTheConsoleAndOnlyItsOwnScriptsRun() throws Exception {
        String answer = getAs(host(), "/");

        assertThat(answer)
                .contains(
                        "X-Frame-Options: DENY",
                        "frame-ancestors 'none'",
                        "default-src 'none'; script-src 'self'; style-src 'self';",
                        "require-trusted-types-for 'script'; trusted-types 'none'")
                .contains("X-Content-Type-Options: nosniff", "Referrer-Policy: no-referrer")
                .doesNotContain("unsafe");
        assertThat(answer.substring(answer.indexOf("\r\n\r\n")))
                .as("what the policy forbids")
                .doesNotContain("style=\"", "onclick=\"", "http://", "https://", "<script>", "<style>");
        assertThat(getAs(host(), "/channels")).startsWith("HTTP/1.1 200");
        assertThat(getAs(host(), "/console/console.js")).contains("text/javascript");
        assertThat(getAs(host(), "/console/../logback.xml")).startsWith("HTTP/1.1 404");
        assertThat(getAs(host(), "/api/v1/status/x"))
                .contains("X-Frame-Options: DENY", "Content-Security-Policy: default-src 'none'", "no-store");
    }

    @Test
    void aFileOfTheConsoleIsSentOnceAndOnlyAskedForAfterThat() throws Exception {
        Matcher tag = Pattern.compile("ETag: (\"\\w+\")").matcher(getAs(host(), "/console/lib.js"));
        assertThat(tag.find()).isTrue();

        assertThat(getAs(host() + "\r\nIf-None-Match: " + tag.group(1), "/console/lib.js"))
                .startsWith("HTTP/1.1 304")
                .contains("Cache-Control: no-cache")
                .doesNotContain("export");
    }

    @Test
    void whatItFailsToAnswerIsLoggedWithItsCause() throws Exception {
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        Logger relay = (Logger) LoggerFactory.getLogger("relay");
        logged.start();
        relay.addAppender(logged);
        try {
            assertThat(getAs(host(), "/api/v1/fails/a?text=secret")).startsWith("HTTP/1.1 500");
            broken = true;
            assertThat(getAs(host(), "/health?text=secret")).startsWith("HTTP/1.1 500");

            assertThat(logged.list.stream()
                            .filter(line -> line.getFormattedMessage().contains("failed to answer")))
                    .hasSize(2)
                    .allSatisfy(line ->
                            assertThat(line.getThrowableProxy().getMessage()).isEqualTo("a fault of its own"))
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .containsExactly(
                            "the relay failed to answer GET /api/v1/fails/a", "the relay failed to answer GET /health");
        } finally {
            relay.detachAppender(logged);
        }
    }

    @Test
    void whoLooksIsToldAllOnceAndThenWhatHasChanged() throws Exception {
        details.putArray("channels")
                .add(JsonNodeFactory.instance.objectNode().put("name", "支付").put("waiting", 1))
                .add(JsonNodeFactory.instance.objectNode().put("name", "b").put("waiting", 1));
        try (Socket socket = look("same-origin")) {
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            assertThat(data(lines)).contains("channels/支付", "channels/b", "status");

            ObjectNode changed = details.deepCopy();
            ((ObjectNode) changed.at("/channels/0")).put("waiting", 2);
            ((ArrayNode) changed.path("channels")).remove(1);
            details = changed;

            await().until(() -> data(lines).equals("""
                    {"channels/支付":{"name":"支付","waiting":2},"channels/b":null}"""));
        }
    }

    @Test
    void notMoreThanAFewLookAndNoPageOfAnotherSite() throws Exception {
        assertThat(send("GET /api/v1/events HTTP/1.1\r\nHost: " + host() + "\r\nSec-Fetch-Site: cross-site\r\n"
                        + "Connection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 403");
        List<Socket> looking = new ArrayList<>();
        try {
            for (int i = 0; i < EventStreams.MOST; i++) {
                looking.add(look("same-origin"));
                assertThat(looking.get(i).getInputStream().read()).isEqualTo('H');
            }
            assertThat(getAs(host(), "/api/v1/events")).startsWith("HTTP/1.1 503");
        } finally {
            for (Socket socket : looking) {
                socket.close();
            }
        }
        await().until(() -> {
            try (Socket socket = look("none")) {
                return data(new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)))
                        .contains("status");
            }
        });
    }

    private Socket look(String site) throws IOException {
        Socket socket = new Socket("127.0.0.1", server.port());
        socket.setSoTimeout(10_000);
        socket.getOutputStream()
                .write(("GET /api/v1/events HTTP/1.1\r\nHost: " + host() + "\r\nSec-Fetch-Site: " + site
                                + "\r\nAccept-Encoding: gzip\r\n\r\n")
                        .getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    /** Of the next event; blank if there is none. */
    private static String data(BufferedReader lines) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("data: ")) {
                return line.substring(6);
            }
        }
        return "";
    }

    @Test
    void whoKeepsConnectionsWithoutARequestKeepsNobodyOut() throws Exception {
        keepsNobodyOut("GET /health HTTP/1.1\r\nHo");
    }

    @Test
    void whoPostsWithoutABodyKeepsNobodyOut() throws Exception {
        keepsNobodyOut("POST /api/v1/echo HTTP/1.1\r\nHost: " + host()
                + "\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{");
    }

    @Test
    void noPageOfAnotherSiteCanMakeABrowserAskForTheApi() throws Exception {
        for (String site : new String[] {"cross-site", "same-site", ""}) {
            for (String path : new String[] {"list?name=a", "status", "status/x", "slow/x", "events", "fails/a"}) {
                assertThat(getAs(host() + "\r\nSec-Fetch-Site: " + site, "/api/v1/" + path))
                        .as(site + path)
                        .startsWith("HTTP/1.1 403")
                        .contains("ForeignOrigin");
            }
            assertThat(post("/api/v1/echo", "Content-Type: application/json\r\nSec-Fetch-Site: " + site, "{}"))
                    .startsWith("HTTP/1.1 403");
            // A link on another page may lead to the console.
            assertThat(getAs(host() + "\r\nSec-Fetch-Site: " + site, "/")).startsWith("HTTP/1.1 200");
        }
        for (String site : new String[] {"same-origin", "none"}) {
            assertThat(getAs(host() + "\r\nSec-Fetch-Site: " + site, "/api/v1/list?name=a"))
                    .startsWith("HTTP/1.1 200");
        }
    }

    private void keepsNobodyOut(String begun) throws IOException {
        List<Socket> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 3 * Clients.MOST; i++) {
                Socket socket = new Socket("127.0.0.1", server.port());
                socket.getOutputStream().write(begun.getBytes(StandardCharsets.US_ASCII));
                idle.add(socket);
            }
            assertThat(getAs(host(), "/health")).startsWith("HTTP/1.1 200");
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }

    @Test
    void healthIsAnsweredWhileAllSlowQuestionsHang() throws Exception {
        List<Socket> asking = new ArrayList<>();
        try {
            for (int i = 0; i < Clients.MOST / 2; i++) {
                Socket socket = new Socket("127.0.0.1", server.port());
                socket.getOutputStream()
                        .write(("GET /api/v1/slow/x HTTP/1.1\r\nHost: " + host() + "\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                asking.add(socket);
            }
            await().until(() -> hanging.get() > 0);

            assertThat(getAs(host(), "/health")).startsWith("HTTP/1.1 200");
            assertThat(getAs(host(), "/metrics")).startsWith("HTTP/1.1 200");
            assertThat(getAs(host(), "/api/v1/status")).startsWith("HTTP/1.1 200");
            assertThat(hanging.get()).isLessThan(10);
        } finally {
            release.countDown();
            for (Socket socket : asking) {
                socket.close();
            }
        }
    }

    @Test
    void whoAsksAgainAndAgainWithoutReadingIsCutOff() throws Exception {
        details = JsonNodeFactory.instance.objectNode().put("long", "x".repeat(1 << 20));
        String requests = ("GET /health HTTP/1.1\r\nHost: " + host() + "\r\n\r\n").repeat(200);
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            await().until(() -> isCutOff(socket, requests));
        }
        assertThat(asked).hasValueLessThan(20);
    }

    @Test
    void whoDoesNotReadItsAnswerIsGoneWhenOthersNeedThePlace() throws Exception {
        details = JsonNodeFactory.instance.objectNode().put("long", "x".repeat(16 << 20));
        List<Socket> others = new ArrayList<>();
        try (Socket unread = new Socket("127.0.0.1", server.port())) {
            unread.getOutputStream()
                    .write(("GET /health HTTP/1.1\r\nHost: " + host() + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            await().until(() -> unread.getInputStream().available() > 0);

            for (int i = 0; i < Clients.MOST; i++) {
                others.add(new Socket("127.0.0.1", server.port()));
            }

            await().until(() -> isCutOff(unread, "G"));
        } finally {
            for (Socket socket : others) {
                socket.close();
            }
        }
    }

    private static boolean isCutOff(Socket socket, String request) {
        try {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private String getAs(String host, String path) throws IOException {
        return send("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
    }

    private ApiAnswer hang(String item) {
        hanging.incrementAndGet();
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ApiAnswer.ok(JsonNodeFactory.instance.objectNode());
    }

    @Test
    void aBodyThatIsTooLargeIsNotReadToItsEnd() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST /api/v1/echo HTTP/1.1\r\nHost: " + host()
                            + "\r\nContent-Type: application/json\r\nContent-Length: 2000000000\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            byte[] megabyte = new byte[1 << 20];
            int sent = 0;
            try {
                while (sent < 1_000) {
                    out.write(megabyte);
                    sent++;
                }
            } catch (IOException e) {
                // The relay has hung up.
            }
            assertThat(sent).isLessThan(200);
        }
    }

    private String host() {
        return "127.0.0.1:" + server.port();
    }

    private String post(String path, String headers, String body) throws IOException {
        return send("POST " + path + " HTTP/1.1\r\nHost: " + host() + "\r\nConnection: close\r\n" + headers
                + "\r\nContent-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body);
    }

    private String send(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.port());
                InputStream in = socket.getInputStream()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
