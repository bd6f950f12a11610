package io.alertrelay.camel;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.alertrelay.config.PushUrl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the push route really puts on the wire: camel-http has defaults that would lose or repeat events. */
class PushRouteTest extends CamelTestSupport {
    /** As written in the configuration; the request has what is beyond ASCII percent-encoded. */
    private static final String WRITTEN = "integration_key=secret%2Bkey&severity=中&x=a+b&channel_id=1";

    private static final String QUERY = "integration_key=secret%2Bkey&severity=%E4%B8%AD&x=a+b&channel_id=1";
    private static final byte[] EVENT = "{\"title_rule\":\"中 {{x}} ${y}\"}".getBytes(StandardCharsets.UTF_8);

    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private HttpServer server;
    private volatile Answer answer = exchange -> exchange.sendResponseHeaders(200, -1);

    @Override
    protected CamelContext createCamelContext() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", this::handle);
        server.start();
        CamelContext context = super.createCamelContext();
        context.addComponent("http", CamelComponents.http());
        context.addComponent(
                "outbox", new RelayComponent().from("payments", (part, route) -> new HandOutConsumer(part, route) {}));
        context.getRegistry()
                .bind(
                        "http-payments",
                        new PushClient(PushUrl.parse("http://127.0.0.1/?" + WRITTEN)
                                .orElseThrow()
                                .query()));
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(
                        PluginHelper.getResourceLoader(context).resolveResource("classpath:routes/push.camel.yaml"));
        return context;
    }

    @BeforeEach
    void addPushRoute() throws Exception {
        TemplatedRouteBuilder.builder(context, "push")
                .routeId("push-payments")
                .parameter("slug", "payments")
                .parameter(
                        "endpoint", "http://127.0.0.1:" + server.getAddress().getPort() + "/event/push/alert/standard")
                .parameter("timeoutMs", 300)
                .parameter("connections", 4)
                .add();
        // From wherever it comes; what class OutboxConsumer hands out has no headers at all.
        AdviceWith.adviceWith(context, "push-payments", advice -> advice.replaceFromWith("direct:push-payments"));
    }

    @AfterEach
    void stopServer() {
        released.countDown();
        server.stop(0);
    }

    @Test
    void postsTheExactBytesWithTheQueryVerbatim() {
        push(Map.of());

        assertThat(requests).hasSize(1);
        assertThat(requests.get(0).method()).isEqualTo("POST");
        assertThat(requests.get(0).uri()).isEqualTo("/event/push/alert/standard?" + QUERY);
        assertThat(requests.get(0).body()).isEqualTo(EVENT);
        assertThat(requests.get(0).headers()).containsEntry("Content-type", "application/json");
    }

    @Test
    void noHeaderOfTheMessageGoesOutOrChangesWhereItGoes() {
        push(Map.of(
                "Authorization",
                "Bearer secret",
                "Cookie",
                "a=b",
                "receipt",
                "w0-1-x",
                Exchange.HTTP_URI,
                "http://127.0.0.1:1/",
                Exchange.HTTP_QUERY,
                "forged=1",
                Exchange.HTTP_PATH,
                "elsewhere",
                Exchange.HTTP_METHOD,
                "DELETE"));

        assertThat(requests).hasSize(1);
        assertThat(requests.get(0).method()).isEqualTo("POST");
        assertThat(requests.get(0).uri()).isEqualTo("/event/push/alert/standard?" + QUERY);
        assertThat(requests.get(0).headers())
                .doesNotContainKeys("Authorization", "Cookie", "Receipt", "Camelhttpuri", "Breadcrumbid");
    }

    @Test
    void tooManyRequestsAndUnavailableAreAnswersAndNotRepeatedBehindOurBack() {
        for (int status : new int[] {429, 503}) {
            requests.clear();
            answer = exchange -> {
                exchange.getResponseHeaders().add("Retry-After", "1");
                exchange.sendResponseHeaders(status, -1);
            };

            Exchange answered = push(Map.of());

            assertThat(requests).hasSize(1);
            assertThat(answered.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class))
                    .isEqualTo(status);
            assertThat(answered.getMessage().getHeader("Retry-After")).isEqualTo("1");
        }
    }

    @Test
    void aRedirectIsAnAnswerAndNotFollowed() {
        answer = exchange -> {
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            exchange.sendResponseHeaders(307, -1);
        };

        Exchange answered = push(Map.of());

        assertThat(requests).hasSize(1);
        assertThat(answered.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class))
                .isEqualTo(307);
    }

    @Test
    void aHangEndsAfterTheChannelsTimeoutAndTheErrorHoldsNoSecret() {
        answer = exchange -> awaitRelease();

        Exchange answered = push(Map.of());

        assertThat(answered.getException()).isNotNull();
        assertThat(answered.getException().toString()).doesNotContain("secret");
    }

    @Test
    void noEndpointThatCamelShowsHoldsTheQuery() {
        push(Map.of());

        assertThat(context.getEndpoints())
                .extracting(Endpoint::getEndpointUri)
                .noneMatch(uri -> uri.contains("secret"));
        assertThat(context.getEndpoints()).extracting(Object::toString).noneMatch(uri -> uri.contains("secret"));
    }

    private Exchange push(Map<String, Object> headers) {
        return template.send("direct:push-payments", exchange -> {
            exchange.getMessage().setHeaders(new TreeMap<>(headers));
            exchange.getMessage().setBody(EVENT);
        });
    }

    private void handle(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new TreeMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, String.join(",", values)));
        requests.add(new Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                headers,
                exchange.getRequestBody().readAllBytes()));
        answer.write(exchange);
        exchange.close();
    }

    private void awaitRelease() {
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private record Request(String method, String uri, Map<String, String> headers, byte[] body) {}

    @FunctionalInterface
    private interface Answer {
        void write(HttpExchange exchange) throws IOException;
    }
}
