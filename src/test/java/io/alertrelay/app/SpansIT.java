package io.alertrelay.app;

import static io.alertrelay.testing.TestConfig.DEDICATED_KEY;
import static io.alertrelay.testing.TestConfig.pushKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.alertrelay.sandbox.Sandbox;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.FreePorts;
import io.alertrelay.testing.RelayClient;
import io.alertrelay.testing.RelayProcess;
import io.alertrelay.testing.TestConfig;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a collector of OpenTelemetry is told of an alert, and that nothing waits for it. */
class SpansIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String CALLER = "b7ad6b7169203331";

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final List<Integer> ports = FreePorts.take(4);
    private final List<Span> spans = new CopyOnWriteArrayList<>();
    private Optional<HttpServer> collector = Optional.empty();
    private Sandbox flashduty;

    @BeforeEach
    void start() throws Exception {
        flashduty = Sandbox.start(vertx, 0, Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        collector.ifPresent(server -> server.stop(0));
        flashduty.close();
        vertx.close();
    }

    @Test
    void aWebhookAndItsDeliveriesAreSpansOfItsSendersTraceAndACollectorThatIsAwayHoldsUpNothing() throws Exception {
        Map<String, String> environment = Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:" + ports.get(3),
                "OTEL_BSP_SCHEDULE_DELAY", "100",
                // A relay needs no folder for temporary files, and nobody who knows the address of its machine.
                "JAVA_TOOL_OPTIONS",
                        "-Djava.io.tmpdir=" + folder.resolve("none/such") + " -Djdk.net.hosts.file="
                                + Files.createFile(folder.resolve("hosts")));
        Path config = folder.resolve("relay.yaml");
        String kafka = "{ brokers: embedded, data: data, port: %d }".formatted(ports.get(2));
        Files.writeString(config, TestConfig.yaml(kafka, ports.get(0), ports.get(1), flashduty.port(), ""));
        try (RelayProcess relay =
                RelayProcess.startIn(environment, config, ports.get(0), ports.get(1), folder.resolve("log"), "256m")) {
            post(relay.client(), "unseen");
            awaitDelivered("unseen");

            collect();
            post(relay.client(), "traced", "traceparent", "00-" + TRACE + "-" + CALLER + "-01");
            awaitDelivered("traced");
            await().atMost(SOON).until(() -> of(TRACE, "deliver alert").isPresent());
            Span received = of(TRACE, "receive webhook").orElseThrow();
            Span delivered = of(TRACE, "deliver alert").orElseThrow();

            assertThat(hex(received.getParentSpanId().toByteArray())).isEqualTo(CALLER);
            assertThat(delivered.getParentSpanId()).isEqualTo(received.getSpanId());
            assertThat(delivered.getStartTimeUnixNano()).isEqualTo(received.getStartTimeUnixNano());
            assertThat(delivered.getAttributesList().toString())
                    .contains("alert_relay.channel", "payments", "delivered")
                    .doesNotContain(DEDICATED_KEY)
                    .doesNotContain(pushKey("payments"));
            await().until(() -> relay.client().health().path("status").asText().equals("up"));
            assertThat(relay.client().health().at("/cluster/0/host").asText())
                    .isEqualTo(Files.readString(Path.of("/proc/sys/kernel/hostname"))
                            .strip());
            assertThat(relay.stop()).isZero();
        }
    }

    private void collect() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.get(3)), 0);
        server.createContext("/v1/traces", this::take);
        server.start();
        collector = Optional.of(server);
    }

    private void take(HttpExchange exchange) throws IOException {
        ExportTraceServiceRequest.parseFrom(exchange.getRequestBody())
                .getResourceSpansList()
                .forEach(resource -> resource.getScopeSpansList().forEach(scope -> spans.addAll(scope.getSpansList())));
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private Optional<Span> of(String trace, String name) {
        return spans.stream()
                .filter(span -> hex(span.getTraceId().toByteArray()).equals(trace)
                        && span.getName().equals(name))
                .findFirst();
    }

    private static String hex(byte[] id) {
        return HexFormat.of().formatHex(id);
    }

    private void post(RelayClient client, String name, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + ports.get(0) + "/event/push/alert/aliyun-arms"))
                .header("X-Integration-Key", DEDICATED_KEY)
                .POST(HttpRequest.BodyPublishers.ofString(Bodies.firing(name, "critical", "x")));
        HttpRequest post = (headers.length == 0 ? request : request.headers(headers)).build();
        // A relay that was held up says 503.
        await().pollDelay(Duration.ZERO).until(() -> client.send(post).statusCode() == 200);
    }

    private void awaitDelivered(String name) {
        await().atMost(SOON)
                .until(() -> flashduty.accepted(pushKey("payments")).stream()
                        .anyMatch(received -> received.bodyText().contains('"' + name + '"')));
    }
}
