package io.alertrelay.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.alertrelay.testing.Certificates;
import io.alertrelay.testing.FreePorts;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of proxies, run by the proxies: what they pass on, and that no log of theirs ever has a key. */
@Tag("long")
class ProxyExamplesIT {
    private static final String KEY = "key-that-nobody-may-see";
    private static final String USER = "operator";
    private static final String PASSWORD = "password-of-the-operator";
    /** As {@code caddy hash-password} made it. */
    private static final String HASH = "$2a$14$l/A0fj3JQmOqxkQPAzfKc.lV/VPN7PZnqOwGJckW3TNLIz0.Lf7XO";
    /** Of lines that are there to be taken in. */
    private static final String COMMENTED = "(?m)^#(?! \\S|$)";

    private static final String PATH = "/event/push/alert/aliyun-arms";

    @TempDir
    private Path folder;

    private final int port = FreePorts.take(1).get(0);
    private final List<String> received = new CopyOnWriteArrayList<>();
    private HttpServer relay;
    private @Nullable HttpServer other;
    private String busy = "nobody";
    private Process proxy;
    private Certificates certificates;
    private HttpClient client;

    @BeforeEach
    void start() throws Exception {
        relay = relay(exchange -> take(exchange, asked(exchange, busy) ? 503 : 200));
        certificates = new Certificates(folder);
        certificates.key("proxy");
        client = HttpClient.newBuilder().sslContext(trusting()).build();
    }

    @AfterEach
    void stop() throws Exception {
        relay.stop(0);
        if (other != null) {
            other.stop(0);
        }
        if (proxy != null) {
            proxy.destroy();
            proxy.waitFor(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void nginxPassesWebhooksOnAndKeepsTheKeyOutOfItsLogs() throws Exception {
        nginx();

        passesOnAndHidesTheKey();
    }

    @Test
    void caddyPassesWebhooksOnAndKeepsTheKeyOutOfItsLogs() throws Exception {
        caddy();

        passesOnAndHidesTheKey();
    }

    @Test
    void nginxKeepsPassingOnTheWebhooksOfOthersWhileThoseOfOneAreAnswered503() throws Exception {
        other = relay(exchange -> take(exchange, asked(exchange, "busy") ? 503 : 200));
        busy = "busy";
        nginx();
        await("the proxy answers").ignoreExceptions().until(() -> get("/") == 404);

        assertThat(post(PATH + "?integration_key=busy")).isEqualTo(503);
        assertThat(post(PATH + "?integration_key=busy")).isEqualTo(503);

        assertThat(post(PATH + "?integration_key=other")).isEqualTo(200);
        assertThat(received).as("each 503 was tried at the other relay").hasSize(5);
    }

    @Test
    void behindNginxWebhooksArriveWhileOneRelayStandsStill() throws Exception {
        Semaphore goOn = new Semaphore(0);
        other = relay(exchange -> {
            goOn.acquireUninterruptibly();
            exchange.close();
        });
        nginx();
        await("the proxy answers").ignoreExceptions().until(() -> get("/") == 404);

        try {
            CompletableFuture<Integer> first = postWithinFiveSeconds();
            CompletableFuture<Integer> second = postWithinFiveSeconds();

            assertThat(CompletableFuture.anyOf(first, second))
                    .as("only one of both is passed to the relay that stands still")
                    .succeedsWithin(Duration.ofSeconds(2));
            assertThat(first.get()).isEqualTo(200);
            assertThat(second.get()).isEqualTo(200);
            assertThat(postWithinFiveSeconds().get()).isEqualTo(200);
            assertThat(postWithinFiveSeconds().get()).isEqualTo(200);
        } finally {
            goOn.release(1000);
        }
    }

    @Test
    void caddyLeavesOutARelayThatStandsStillOnceOneOfItsWebhooksIsLost() throws Exception {
        Semaphore goOn = new Semaphore(0);
        other = relay(exchange -> {
            goOn.acquireUninterruptibly();
            exchange.close();
        });
        caddy();
        await("the proxy answers").ignoreExceptions().until(() -> get("/") == 404);

        try {
            // Of relays that are equally busy it takes one at random.
            int answer = 200;
            for (int i = 0; i < 40 && answer == 200; i++) {
                answer = postWithin(Duration.ofSeconds(10)).get();
            }
            assertThat(answer).isEqualTo(504);

            for (int i = 0; i < 4; i++) {
                assertThat(postWithin(Duration.ofSeconds(10)).get()).isEqualTo(200);
            }
        } finally {
            goOn.release(1000);
        }
    }

    /** As ARMS does. */
    private CompletableFuture<Integer> postWithinFiveSeconds() {
        return postWithin(Duration.ofSeconds(5));
    }

    private CompletableFuture<Integer> postWithin(Duration timeout) {
        HttpRequest request = HttpRequest.newBuilder(address(PATH + "?integration_key=" + KEY))
                .timeout(timeout)
                .POST(HttpRequest.BodyPublishers.ofString("{\"alerts\": []}"))
                .build();
        return client.sendAsync(request, BodyHandlers.discarding()).thenApply(HttpResponse::statusCode);
    }

    private void asksForALoginBeforeTheConsole() throws Exception {
        assertThat(console("nobody:wrong")).isEqualTo(401);
        assertThat(received).isEmpty();
        assertThat(console(USER + ":" + PASSWORD)).isEqualTo(200);
        assertThat(received)
                .singleElement()
                .asString()
                .contains("/api/v1/status")
                .endsWith(" for localhost:" + port);
        received.clear();
    }

    private int console(String login) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/api/v1/status"))
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)))
                .build();
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }

    private void passesOnAndHidesTheKey() throws Exception {
        await("the proxy answers").ignoreExceptions().until(() -> get("/") == 404);
        asksForALoginBeforeTheConsole();

        assertThat(post(PATH + "?integration_key=" + KEY)).isEqualTo(200);
        assertThat(post(PATH, "X-Integration-Key", KEY)).isEqualTo(200);
        assertThat(received)
                .hasSize(2)
                .allSatisfy(request -> assertThat(request).contains(PATH, KEY, "from 127.0.0.1", "{\"alerts\""));
        // The relay must see what is larger than it takes.
        assertThat(postOf(2 << 20, PATH + "?integration_key=large")).isEqualTo(200);
        assertThat(received.remove(2)).contains("integration_key=large");
        assertThat(get("/metrics?integration_key=" + KEY)).isEqualTo(404);
        assertThat(received).hasSize(2);
        relay.stop(0);
        assertThat(post(PATH + "?integration_key=" + KEY)).isGreaterThanOrEqualTo(502);
        assertThat(post(PATH, "X-Integration-Key", KEY)).isGreaterThanOrEqualTo(502);

        await("the accesses are logged").until(() -> written().split(PATH, -1).length > 4);
        assertThat(written()).doesNotContain(KEY, PASSWORD);
    }

    private static HttpServer relay(HttpHandler handler) throws IOException {
        HttpServer started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        started.setExecutor(task -> new Thread(task).start());
        started.createContext("/", handler);
        started.start();
        return started;
    }

    private static boolean asked(HttpExchange exchange, String key) {
        return ("integration_key=" + key).equals(exchange.getRequestURI().getQuery());
    }

    private void nginx() throws Exception {
        Tool nginx = Tool.find("nginx", "nginx-light");
        Path users = Files.writeString(folder.resolve("users"), USER + ":{PLAIN}" + PASSWORD + "\n");
        Path example = Files.writeString(
                folder.resolve("alert-relay.conf"),
                Files.readString(Path.of("deploy/nginx/alert-relay.conf"))
                        .replaceAll(COMMENTED, "")
                        .replace("server_name console.example.com", "server_name localhost")
                        .replace("console.example.com", "relay.example.com")
                        .replace("127.0.0.1:8081", "127.0.0.1:" + relayPort())
                        .replace("/etc/nginx/alert-relay.users", users.toString())
                        .replace("listen 443 ssl;", "listen 127.0.0.1:" + port + " ssl;")
                        .replace("listen [::]:443 ssl;", "")
                        .replace("server 127.0.0.1:8080", "server 127.0.0.1:" + relayPort())
                        .replace("# server relay-b:8080", other == null ? "#" : "server 127.0.0.1:" + port(other))
                        .replace("/etc/ssl/relay.example.com.pem", pem().toString())
                        .replace(
                                "/etc/ssl/private/relay.example.com.key",
                                privateKey().toString())
                        .replace("/var/log/nginx/", folder + "/"));
        String temporary = Stream.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
                .map(name -> name + "_temp_path " + folder.resolve("tmp-" + name) + ";\n")
                .reduce("", String::concat);
        Path whole = Files.writeString(
                folder.resolve("nginx.conf"),
                "daemon off; user root; worker_processes 1; pid " + folder.resolve("nginx.pid") + ";\n"
                        + "error_log stderr emerg; events {}\n"
                        + "http {\n" + temporary + "access_log off; include " + example + ";\n}\n");
        assertThat(nginx.run("-t", "-q", "-e", "stderr", "-c", whole.toString()))
                .isEqualTo("exit code 0");
        proxy = nginx.builder("-e", "stderr", "-c", whole.toString())
                .redirectOutput(folder.resolve("nginx.out").toFile())
                .start();
    }

    private void caddy() throws Exception {
        Tool caddy = Tool.find("caddy", "caddy");
        Path example = Files.writeString(
                folder.resolve("Caddyfile"),
                Files.readString(Path.of("deploy/caddy/Caddyfile"))
                        .replaceAll(COMMENTED, "")
                        .replace("NAME HASH", USER + " " + HASH)
                        .replace("127.0.0.1:8081", "127.0.0.1:" + relayPort())
                        .replace(
                                "console.example.com {",
                                "https://localhost:" + port + " {\n\ttls " + pem() + " " + privateKey())
                        .replaceFirst("(?m)^\\{$", "{\n\tadmin off\n\tauto_https disable_redirects")
                        .replace(
                                "relay.example.com {",
                                "https://127.0.0.1:" + port + " {\n\ttls " + pem() + " " + privateKey())
                        .replace("127.0.0.1:8080", "127.0.0.1:" + relayPort())
                        .replace("# to relay-b:8080", other == null ? "#" : "to 127.0.0.1:" + port(other))
                        .replace(other == null ? "(none)" : "# lb_policy", "lb_policy")
                        .replace(other == null ? "(none)" : "# fail_duration", "fail_duration"));
        ProcessBuilder builder = caddy.builder("run", "--config", example.toString(), "--adapter", "caddyfile");
        builder.environment().putAll(Map.of("HOME", folder.toString(), "XDG_DATA_HOME", folder.toString()));
        proxy = builder.redirectOutput(folder.resolve("caddy.out").toFile()).start();
    }

    private void take(HttpExchange exchange, int status) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        received.add(exchange.getRequestURI() + " "
                + exchange.getRequestHeaders().getFirst("X-Integration-Key") + " from "
                + exchange.getRequestHeaders().getFirst("X-Forwarded-For") + ": " + body + " for "
                + exchange.getRequestHeaders().getFirst("Host"));
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private int post(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address(path)).POST(HttpRequest.BodyPublishers.ofString("{\"alerts\": []}"));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.discarding()).statusCode();
    }

    private int postOf(int bytes, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address(path))
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[bytes]))
                .build();
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }

    private int get(String path) throws IOException, InterruptedException {
        HttpResponse<Void> answer =
                client.send(HttpRequest.newBuilder(address(path)).build(), BodyHandlers.discarding());
        return answer.statusCode();
    }

    private URI address(String path) {
        return URI.create("https://127.0.0.1:" + port + path);
    }

    private int relayPort() {
        return port(relay);
    }

    private static int port(HttpServer server) {
        return server.getAddress().getPort();
    }

    /** All that the proxy has written so far. */
    private String written() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(path -> path.toString().matches(".*\\.(log|out)"))
                    .toList()) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }

    private Path pem() throws Exception {
        return pem("proxy.pem", "CERTIFICATE", store().getCertificate("proxy").getEncoded());
    }

    private Path privateKey() throws Exception {
        return pem(
                "proxy.key",
                "PRIVATE KEY",
                store().getKey("proxy", Certificates.PASSWORD.toCharArray()).getEncoded());
    }

    private Path pem(String name, String what, byte[] bytes) throws IOException {
        return Files.writeString(
                folder.resolve(name),
                "-----BEGIN " + what + "-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + what
                        + "-----\n");
    }

    private KeyStore store() throws Exception {
        return store(folder.resolve("proxy.p12"));
    }

    private SSLContext trusting() throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store(certificates.trust("sender", "proxy")));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore store(Path file) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, Certificates.PASSWORD.toCharArray());
        }
        return store;
    }
}
