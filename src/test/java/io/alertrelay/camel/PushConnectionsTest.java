package io.alertrelay.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.alertrelay.delivery.Push;
import io.alertrelay.flashduty.Answer;
import io.alertrelay.testing.RawTarget;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long a channel keeps a connection, while its host would keep it for ever. */
@Timeout(180)
class PushConnectionsTest {
    private static final String TAKEN = "{\"request_id\":\"r1\",\"data\":{}}";
    private static final Duration LONG = Duration.ofMinutes(10);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<InetSocketAddress> connections = ConcurrentHashMap.newKeySet();
    private final Names names = new Names();
    private HttpServer old;
    private HttpServer current;
    private volatile int status = 200;
    private volatile String body = TAKEN;

    @BeforeEach
    void start() throws IOException {
        old = server(1, 0, this::answerAsTheTestSays);
        current = server(2, old.getAddress().getPort(), exchange -> write(exchange, 200, TAKEN));
        names.now = old.getAddress().getAddress();
    }

    @AfterEach
    void stop() {
        old.stop(0);
        current.stop(0);
        threads.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(ints = {503, 502, 500, 404, 401, 302, 304})
    void aNameThatMovesFromAHostThatFailsIsFollowedAtTheNextProbe(int failure) {
        status = failure;
        try (PushRig rig = rig(LONG)) {
            Push channel = channel(rig);
            assertThat(PushRig.answer(channel)).isNotInstanceOf(Answer.Delivered.class);
            assertThat(PushRig.answer(channel)).isNotInstanceOf(Answer.Delivered.class);

            names.now = current.getAddress().getAddress();

            assertThat(PushRig.answer(channel)).isInstanceOf(Answer.Delivered.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 413, 429})
    void whatFlashdutySaysOfAnEventOrOfThePaceCostsNoConnection(int answered) {
        status = answered;
        try (PushRig rig = rig(LONG)) {
            Push channel = channel(rig);

            PushRig.answer(channel);
            PushRig.answer(channel);
            PushRig.answer(channel);

            assertThat(connections).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 429})
    void aNameThatMovesIsFollowedBeforeLongWhateverTheOldHostSays(int answered) {
        status = answered;
        body = "<html>We have moved</html>";
        try (PushRig rig = rig(Duration.ofMillis(100))) {
            Push channel = channel(rig);
            assertThat(PushRig.answer(channel)).isNotInstanceOf(Answer.Delivered.class);

            names.now = current.getAddress().getAddress();

            await().until(() -> PushRig.answer(channel), Answer.Delivered.class::isInstance);
        }
    }

    @Test
    void aConnectionLivesForTwoMinutes() {
        assertThat(CamelComponents.http().getConnectionTimeToLive()).isEqualTo(120_000);
    }

    private PushRig rig(Duration longestLife) {
        return new PushRig(() -> new PushHttp(names, longestLife));
    }

    private Push channel(PushRig rig) {
        return rig.channel("http://flashduty.test:" + old.getAddress().getPort() + "/push", Duration.ofSeconds(30));
    }

    private HttpServer server(int address, int port, HttpHandler handler) throws IOException {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) address});
        HttpServer server = HttpServer.create(new InetSocketAddress(loopback, port), 50);
        server.setExecutor(threads);
        server.createContext("/", handler);
        server.start();
        return server;
    }

    private void answerAsTheTestSays(HttpExchange exchange) throws IOException {
        connections.add(exchange.getRemoteAddress());
        write(exchange, status, body);
    }

    private static void write(HttpExchange exchange, int status, String body) throws IOException {
        exchange.getRequestBody().readAllBytes();
        byte[] bytes = RawTarget.bytes(body);
        if (status == 304) {
            exchange.sendResponseHeaders(status, -1);
        } else {
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    /** The one name, wherever it leads now. */
    private static final class Names implements DnsResolver {
        private volatile InetAddress now = InetAddress.getLoopbackAddress();

        @Override
        public InetAddress[] resolve(String host) {
            return new InetAddress[] {now};
        }

        @Override
        public String resolveCanonicalHostname(String host) throws UnknownHostException {
            return host;
        }
    }
}
