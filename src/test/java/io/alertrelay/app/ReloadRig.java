package io.alertrelay.app;

import static io.alertrelay.testing.TestConfig.pushKey;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alertrelay.audit.AuditReport;
import io.alertrelay.audit.AuditRun;
import io.alertrelay.config.ConfigFile;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.reading.Ledger;
import io.alertrelay.reading.Scope;
import io.alertrelay.sandbox.Received;
import io.alertrelay.sandbox.Sandbox;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.RelayClient;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.testing.TestConfig;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A relay whose configuration is changed while it works, on a real broker. */
abstract class ReloadRig {
    static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    final Vertx vertx = Vertx.vertx();
    final TopicNames names = new TopicNames(SharedBroker.newPrefix());
    Sandbox flashduty;
    String yaml;
    App app;
    RelayClient relay;

    @BeforeEach
    void start() throws Exception {
        flashduty = Sandbox.start(vertx, 0, Clock.systemUTC());
        // Also where an operator names the clients, the relays are to know each other.
        String kafka =
                SharedBroker.asConfigured(names.prefix()).replace("properties: {", "properties: { client.id: mine,");
        yaml = TestConfig.yaml(kafka, 0, 0, flashduty.port(), "");
        startWith(yaml);
    }

    void startWith(String text) throws Exception {
        write(text);
        app = startOn(folder.resolve("relay.yaml"));
        relay = new RelayClient(app.port(), app.managementPort());
    }

    /** Starts a relay on a file that is there. */
    static App startOn(Path file) throws Exception {
        ConfigFile source = new ConfigFile(file, Map.of());
        return App.start(source.load(), Optional.of(source), what -> {}, (status, reason) -> {});
    }

    @AfterEach
    void stop() {
        app.close();
        flashduty.close();
        vertx.close();
    }

    String removed() {
        return relay.health().path("removed_channels").toString();
    }

    HttpResponse<String> discard(String channel) throws Exception {
        return discard(channel, "alice");
    }

    HttpResponse<String> discard(String channel, String operator) throws Exception {
        String name = URLEncoder.encode(channel, StandardCharsets.UTF_8).replace("+", "%20");
        return relay.send(HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + app.managementPort() + "/api/v1/discard/" + name))
                .header("X-Relay-Operator", operator)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.noBody())
                .build());
    }

    /** Whether it is taken, in the end. */
    boolean post(String key, String body) {
        return relay.postPatiently(key, body).statusCode() == 200;
    }

    boolean post(String key, String name, String team) {
        return post(key, Bodies.firing(name, "critical", team));
    }

    void write(String text) throws IOException {
        Files.writeString(folder.resolve("relay.yaml"), text);
    }

    HttpResponse<String> reload() throws Exception {
        return relay.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + app.managementPort() + "/api/v1/reload"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build());
    }

    /** The configuration that the relay would start with now. */
    RelayConfig config() throws Exception {
        return new ConfigFile(folder.resolve("relay.yaml"), Map.of()).load();
    }

    /** Whether all that was accepted is accounted for. */
    AuditReport audit() throws Exception {
        try (Ledger ledger = Ledger.open(config(), what -> {})) {
            return AuditRun.of(ledger, Scope.ALL, (topic, read, total) -> {});
        }
    }

    static String applied(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer).path("version").asText();
    }

    String metrics() throws Exception {
        return relay.get("/metrics").body();
    }

    Set<String> titles(String channel) {
        return flashduty.accepted(pushKey(channel)).stream()
                .map(ReloadRig::title)
                .collect(Collectors.toSet());
    }

    static String title(Received received) {
        try {
            return new ObjectMapper()
                    .readTree(received.bodyText())
                    .path("title_rule")
                    .asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode json(HttpResponse<String> response) throws Exception {
        return new ObjectMapper().readTree(response.body());
    }
}
