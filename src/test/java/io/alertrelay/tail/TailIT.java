package io.alertrelay.tail;

import static io.alertrelay.testing.TestConfig.DEDICATED_KEY;
import static io.alertrelay.testing.TestConfig.SHARED_KEY;
import static io.alertrelay.testing.TestConfig.pushKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alertrelay.Main;
import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.Severity;
import io.alertrelay.app.App;
import io.alertrelay.kafka.TopicWriter;
import io.alertrelay.record.EventRecord;
import io.alertrelay.sandbox.Fault;
import io.alertrelay.sandbox.Sandbox;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.FreePorts;
import io.alertrelay.testing.RelayClient;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.testing.TestConfig;
import io.alertrelay.testing.Topics;
import io.alertrelay.testing.WebhookReceipts;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command tail beside a whole relay on a real broker. */
class TailIT {
    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final String prefix = SharedBroker.newPrefix();
    private final Topics topics = new Topics(SharedBroker.bootstrapServers());
    private Path config;
    private Sandbox flashduty;
    private App app;
    private RelayClient relay;

    @BeforeEach
    void start() throws Exception {
        flashduty = Sandbox.start(vertx, 0, Clock.systemUTC());
        String kafka = SharedBroker.asConfigured(prefix);
        List<Integer> ports = FreePorts.take(2);
        String yaml = TestConfig.yaml(kafka, ports.get(0), ports.get(1), flashduty.port(), "");
        config = Files.writeString(folder.resolve("relay.yaml"), yaml);
        app = App.start(TestConfig.load(yaml, folder), what -> {}, (status, reason) -> {});
        relay = new RelayClient(app.port(), app.managementPort());
    }

    @AfterEach
    void stop() {
        app.close();
        flashduty.close();
        vertx.close();
    }

    @Test
    void whatHappenedToAWebhookIsToldInItsOrderAndThenItEnds() throws Exception {
        String receipt =
                RelayClient.requestId(relay.postPatiently(SHARED_KEY, Bodies.firing("磁盘满", "critical", "payments")));
        await().until(() -> topics.read(prefix + "receipts").size() == 2);
        String refused = RelayClient.requestId(relay.postPatiently(SHARED_KEY, "{\"alerts\":[]}"));
        flashduty.fault(pushKey("payments"), new Fault.Status(400, "InvalidParameter", "labels are wrong"));
        relay.postPatiently(DEDICATED_KEY, Bodies.firing("b", "info", "x"));
        await().until(() -> topics.read(prefix + "receipts").size() == 3);

        List<JsonNode> all = lines("--last", "1h", "--no-follow", "--json");

        assertThat(whats(all, receipt))
                .containsExactlyInAnyOrder("accepted", "routed", "routed", "delivered", "delivered")
                .startsWith("accepted");
        assertThat(whats(all, receipt).indexOf("routed"))
                .isLessThan(whats(all, receipt).indexOf("delivered"));
        assertThat(all)
                .isSortedAccordingTo(Comparator.comparing(
                        line -> Instant.parse(line.path("at").asText())));
        JsonNode accepted = all.stream()
                .filter(e -> e.path("receipt").asText().equals(receipt))
                .findFirst()
                .orElseThrow();
        assertThat(accepted.path("alerts").asInt()).isEqualTo(1);
        assertThat(accepted.path("severity").asText()).isEqualTo("Critical");
        JsonNode routed = all.stream()
                .filter(e -> e.path("what").asText().equals("routed"))
                .findFirst()
                .orElseThrow();
        assertThat(routed.path("title").asText()).isEqualTo("磁盘满");
        assertThat(whats(all, refused)).containsExactly("quarantined");
        assertThat(lines("--last", "1h", "--no-follow", "--json", "--only", "dead-lettered"))
                .singleElement()
                .satisfies(e -> assertThat(e.path("cause").asText()).contains("InvalidParameter"));
        assertThat(lines("--last", "1h", "--no-follow", "--json", "--channel", "platform"))
                .extracting(e -> e.path("what").asText())
                .containsExactly("routed", "delivered");
        assertThat(lines("--no-follow", "--json")).isEmpty();
        String place = receipt.substring(1, receipt.lastIndexOf('-')).replace('-', ':');
        assertThat(whats(lines("--from", place, "--no-follow", "--json"), receipt))
                .contains("accepted", "routed", "delivered");
        assertThat(lines("--last", "1h", "--no-follow", "--json", "--request-id", receipt + "/0"))
                .extracting(e -> e.path("what").asText())
                .contains("accepted", "routed", "delivered");
        SharedBroker.create(prefix + "channel.removed", 1);
        assertThat(lines("--last", "1h", "--no-follow", "--json", "--channel", "removed"))
                .isEmpty();
        StringWriter err = new StringWriter();
        assertThat(run(new StringWriter(), err, "--no-follow", "--channel", "paymets"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--channel: found \"paymets\"", "did you mean payments?");
        assertThat(run(new StringWriter(), err, "--from", "0:999999", "--no-follow"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("there is no webhook 0:999999");
    }

    @Test
    void itFollowsAlsoChannelsThatAreAddedAndTheirStatesUntilThePipeIsClosed() throws Exception {
        Pipe pipe = new Pipe();
        CompletableFuture<Integer> tail =
                CompletableFuture.supplyAsync(() -> run(pipe, new StringWriter(), "--json", "--last", "1s"));
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            relay.postPatiently(DEDICATED_KEY, Bodies.firing("a", "critical", "x"));
            return pipe.text().contains("\"delivered\"");
        });

        flashduty.faultAlways(pushKey("payments"), new Fault.Status(401, "Unauthorized", "no such integration"));
        relay.postPatiently(DEDICATED_KEY, Bodies.firing("b", "critical", "x"));
        await().until(() -> pipe.text().contains("\"what\":\"held\""));
        assertThat(pipe.text()).contains("Unauthorized", "\"until\"");
        flashduty.heal(pushKey("payments"));
        await().atMost(Duration.ofSeconds(60)).until(() -> pipe.text().contains("\"what\":\"running\""));

        try (Admin admin = SharedBroker.clients().admin()) {
            admin.createTopics(List.of(new NewTopic(prefix + "channel.added", 1, (short) 1)))
                    .all()
                    .get();
        }
        try (TopicWriter writer = new TopicWriter(SharedBroker.clients())) {
            writer.write(prefix + "channel.added", added().draft());
        }
        await().until(() -> pipe.text().contains("of the added one"));

        assertThat(tail).isNotDone();
        pipe.close();
        await().until(() -> {
            relay.postPatiently(DEDICATED_KEY, Bodies.firing("c", "critical", "x"));
            return tail.isDone();
        });
        assertThat(tail.get(1, TimeUnit.SECONDS)).isZero();
    }

    private List<JsonNode> lines(String... args) throws IOException {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        assertThat(run(out, err, args)).as(err.toString()).isZero();
        List<JsonNode> events = new ArrayList<>();
        for (String line : out.toString().lines().toList()) {
            events.add(new ObjectMapper().readTree(line));
        }
        return events;
    }

    private static List<String> whats(List<JsonNode> events, String receipt) {
        return events.stream()
                .filter(event -> event.path("receipt").asText().equals(receipt))
                .map(event -> event.path("what").asText())
                .toList();
    }

    private int run(Writer out, Writer err, String... args) {
        List<String> all = new ArrayList<>(List.of("tail", "--config", config.toString()));
        all.addAll(Arrays.asList(args));
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }

    /** What a command writes, until the one who reads it goes. */
    private static final class Pipe extends Writer {
        private final StringBuilder written = new StringBuilder();
        private boolean closed;

        synchronized String text() {
            return written.toString();
        }

        @Override
        public synchronized void write(char[] text, int from, int length) throws IOException {
            flush();
            written.append(text, from, length);
        }

        @Override
        public synchronized void flush() throws IOException {
            if (closed) {
                throw new IOException("broken pipe");
            }
        }

        @Override
        public synchronized void close() {
            closed = true;
        }
    }

    private static EventRecord added() {
        return new EventRecord(
                WebhookReceipts.alert(0, 0),
                "arms",
                Instant.now(),
                "arms:x",
                AlertStatus.FIRING,
                Severity.CRITICAL,
                Optional.empty(),
                true,
                "0123456789ab",
                "case 1",
                List.of("added"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "{\"title_rule\":\"of the added one\"}".getBytes(StandardCharsets.UTF_8));
    }
}
