package io.alertrelay.cli;

import static io.alertrelay.testing.TestConfig.DEDICATED_KEY;
import static io.alertrelay.testing.TestConfig.SHARED_KEY;
import static io.alertrelay.testing.TestConfig.pushKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alertrelay.Main;
import io.alertrelay.app.App;
import io.alertrelay.sandbox.Fault;
import io.alertrelay.sandbox.Sandbox;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.FreePorts;
import io.alertrelay.testing.RelayClient;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.testing.TestConfig;
import io.alertrelay.testing.Topics;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command find, which asks a whole relay on a real broker. */
class FindIT {
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
    void itSaysWhatBecameOfEachAlertAlsoOfThoseThatNeverWereOne() throws Exception {
        String good = post(SHARED_KEY, Bodies.firing("磁盘满", "critical", "payments"));
        String escaped = post(SHARED_KEY, Bodies.firing("\\u78c1\\u76d8\\u6ee1 API-7", "warning", "platform"));
        settled(3);
        flashduty.fault(pushKey("payments"), new Fault.Status(400, "InvalidParameter", "labels are wrong"));
        String dead = post(DEDICATED_KEY, Bodies.firing("磁盘满 c", "info", "x"));
        settled(4);
        flashduty.faultAlways(pushKey("payments"), new Fault.Status(401, "Unauthorized", "no such integration"));
        String held = post(DEDICATED_KEY, Bodies.firing("磁盘满 d", "critical", "x"));
        await().until(() -> found("磁盘满 d").get(0).toString().contains("held"));
        String refused = post(SHARED_KEY, "{\"alertname\":\"磁盘满 e\",\"alerts\":[]}");
        String mixed = post(
                SHARED_KEY,
                Bodies.body(
                        "firing",
                        Bodies.alert("firing", "磁盘满 f", "critical", "platform"),
                        Bodies.alert("burning", "磁盘满 g", "critical", "platform")));
        await().until(() -> topics.read(prefix + "quarantine").size() == 2);
        settled(5);

        List<JsonNode> all = found("磁盘满");

        assertThat(all)
                .extracting(a -> a.path("request_id").asText() + state(a))
                .containsExactlyInAnyOrder(
                        mixed + "[delivered]",
                        mixed + "quarantined",
                        refused + "refused",
                        held + "[waiting]",
                        dead + "[dead-lettered]",
                        escaped + "[delivered]",
                        good + "[delivered, delivered]");
        assertThat(all)
                .isSortedAccordingTo(
                        (a, b) -> b.path("at").asText().compareTo(a.path("at").asText()));
        assertThat(one(all, held).toString()).contains("the channel is held", "no such integration");
        assertThat(one(all, dead).toString()).contains("InvalidParameter");
        assertThat(one(all, refused).path("title").asText()).isEqualTo("磁盘满 e");
        assertThat(one(all, refused).at("/unread/id").asText()).isEqualTo(refused);

        assertThat(found("api-7")).extracting(a -> a.path("title").asText()).containsExactly("磁盘满 API-7");
        assertThat(found("磁盘满", "--severity", "critical", "--channel", "payments", "--last", "1h"))
                .extracting(a -> a.path("request_id").asText())
                .containsExactly(held, good);
        assertThat(found("--label", "team=platform", "--label", "alertname=磁盘满 f", "-i", "arms-shared"))
                .extracting(a -> a.path("request_id").asText())
                .containsExactly(mixed);
        assertThat(found("--outcome", "dead-lettered,refused"))
                .extracting(a -> a.path("request_id").asText())
                .containsExactly(refused, dead);
        assertThat(ids(found("磁盘满", "--limit", "3"))).isEqualTo(ids(all.subList(0, 3)));
        assertThat(run("nothing of the kind")).isEqualTo(1);
        assertThat(found("磁盘满", "--to", "1h")).isEmpty();

        StringWriter text = new StringWriter();
        assertThat(run(text, "磁盘满 c")).isZero();
        assertThat(text.toString()).contains("Info firing", "磁盘满 c", "payments", "dead-lettered", dead + "/0");
    }

    @Test
    void pagesFollowOnOneAnotherWithoutAGapOrARepetition() throws Exception {
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            String[] alerts = new String[3];
            for (int a = 0; a < 3; a++) {
                alerts[a] = Bodies.alert("firing", "alert " + i + "-" + a, "info", "x");
            }
            String receipt = post(i % 2 == 0 ? SHARED_KEY : DEDICATED_KEY, Bodies.body("firing", alerts));
            List.of(0, 1, 2).forEach(a -> sent.add(receipt + "/" + a));
        }
        List<String> all = ids(found("alert"));
        assertThat(all).containsExactlyInAnyOrderElementsOf(sent);

        List<String> paged = new ArrayList<>();
        String place = "";
        do {
            List<JsonNode> page = lines(
                    place.isEmpty()
                            ? new String[] {"alert", "--limit", "4"}
                            : new String[] {"alert", "--limit", "4", "--place", place});
            paged.addAll(ids(page.subList(0, page.size() - 1)));
            place = page.get(page.size() - 1).path("next").asText();
        } while (!place.isEmpty());

        assertThat(paged).isEqualTo(all);
    }

    @Test
    void whatWasDecidedOfABodyInQuarantineIsSaidOnAnyPage() throws Exception {
        String older = post(SHARED_KEY, "no JSON");
        String newer = post(SHARED_KEY, "no JSON at all");
        StringWriter out = new StringWriter();
        assertThat(execute(
                        out,
                        out,
                        List.of("quarantine", "discard", older, "--by", "ann", "--yes", "--config", config.toString())))
                .as(out.toString())
                .isZero();

        List<JsonNode> page = lines("--outcome", "refused", "--limit", "1");
        List<JsonNode> next = lines(
                "--outcome",
                "refused",
                "--limit",
                "1",
                "--place",
                page.get(page.size() - 1).path("next").asText());

        assertThat(page.get(0).path("request_id").asText()).isEqualTo(newer);
        assertThat(page.get(0).at("/unread/resolution").isMissingNode()).isTrue();
        assertThat(next.get(0).path("request_id").asText()).isEqualTo(older);
        assertThat(next.get(0).at("/unread/resolution/by").asText()).isEqualTo("ann");
    }

    @Test
    void whatIsAskedWrongIsSaidWithWhatWasPerhapsMeant() throws Exception {
        post(SHARED_KEY, Bodies.firing("a", "critical", "payments"));

        assertThat(wrong("--channel", "paymnets")).contains("--channel", "did you mean \"payments\"");
        assertThat(wrong("--integration", "arms-share")).contains("did you mean \"arms-shared\"");
        assertThat(wrong("--severity", "fatal")).contains("--severity", "expected Critical, Warning or Info");
        assertThat(wrong("--label", "team")).contains("expected NAME=VALUE");
        assertThat(wrong("--outcome", "lost")).contains("expected one of delivered");
        assertThat(wrong("--limit", "0")).contains("expected 1 to");
    }

    @Test
    void theTopicsAreReadIfNoRelayRuns() throws Exception {
        String receipt = post(DEDICATED_KEY, Bodies.firing("a", "critical", "payments"));
        settled(1);
        app.close();

        assertThat(found("a", "--label", "team=payments"))
                .extracting(a -> a.path("request_id").asText() + state(a))
                .containsExactly(receipt + "[delivered]");
    }

    @Test
    void whatTheEndpointRefusesIsCountedByCauseAndFoundIfItsKeyIsKnownAlsoAfterARestart() throws Exception {
        for (int i = 0; i < 32; i++) {
            assertThat(relay.postPatiently("no-such-key", Bodies.firing("a", "critical", "x"))
                            .statusCode())
                    .isEqualTo(401);
        }
        String tooLarge = postWithLength(DEDICATED_KEY, 99_000_000);
        await().until(() -> !topics.read(prefix + "refusals").isEmpty());
        relay.postPatiently("another-key", "{}");
        app.close();

        StringWriter audit = new StringWriter();
        assertThat(execute(audit, new StringWriter(), List.of("audit", "--config", config.toString())))
                .isZero();
        assertThat(audit.toString().replaceAll(" +", " "))
                .contains(
                        "refused 34 at the endpoint",
                        " 401 33 of no known integration: an integration key that is not a known one",
                        " 413 1 of arms-dedicated: the body was too large");
        assertThat(found("--last", "1h"))
                .extracting(a ->
                        a.path("request_id").asText() + a.at("/unread/kind").asText())
                .containsExactly(tooLarge + "413");
        List<JsonNode> byText = lines("whatever");
        assertThat(byText)
                .singleElement()
                .satisfies(end -> assertThat(end.path("refused_unread").asInt()).isEqualTo(1));
    }

    /** The request id that a body of that length is refused with. */
    private String postWithLength(String key, int length) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", app.port())) {
            socket.getOutputStream()
                    .write(("POST /event/push/alert/aliyun-arms?integration_key=" + key
                                    + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + length + "\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 413");
            return new ObjectMapper()
                    .readTree(answer.substring(answer.indexOf("{")))
                    .path("request_id")
                    .asText();
        }
    }

    @Test
    void theEventLeadsBackToItsWebhookAndAReplaySendsTheSameBytes() throws Exception {
        String receipt = post(DEDICATED_KEY, Bodies.firing("a", "critical", "payments"));
        settled(1);
        byte[] sent = flashduty.received(pushKey("payments")).get(0).body();
        JsonNode event = new ObjectMapper().readTree(sent);
        assertThat(event.at("/labels/relay_id").asText()).isEqualTo(receipt);
        assertThat(event.path("alert_key").asText())
                .startsWith("arms-dedicated:")
                .doesNotContain(receipt);

        for (List<String> criterion : List.of(List.of(receipt), List.of("--label", "relay_id=" + receipt))) {
            StringWriter err = new StringWriter();
            List<String> find = new ArrayList<>(List.of("find", "--config", config.toString()));
            find.addAll(criterion);
            assertThat(execute(new StringWriter(), err, find)).isEqualTo(1);
            assertThat(err.toString()).contains("relay receipts " + receipt);
        }

        StringWriter out = new StringWriter();
        List<String> replay = List.of("replay", "--config", config.toString(), "--request-id", receipt, "--yes");
        assertThat(execute(out, out, replay)).as(out.toString()).isZero();
        settled(2);

        assertThat(flashduty.received(pushKey("payments")).get(1).body()).isEqualTo(sent);
    }

    @Test
    void timesAreWrittenInOneFormAndTheirZoneOnce() throws Exception {
        flashduty.faultAlways(pushKey("payments"), new Fault.Status(401, "Unauthorized", "no such integration"));
        String held = post(DEDICATED_KEY, Bodies.firing("a", "critical", "x"));
        post(DEDICATED_KEY, Bodies.firing("b", "critical", "x"));
        post(SHARED_KEY, "{}");
        post(SHARED_KEY, "[]");
        await().until(() -> found("a").get(0).toString().contains("tried at"));

        for (List<String> command : List.of(
                List.of("find", "--limit", "9"),
                List.of("receipts", held),
                List.of("status"),
                List.of("quarantine", "list"),
                List.of("tail", "--no-follow", "--last", "1h"))) {
            List<String> all = new ArrayList<>(command);
            all.addAll(1 + (command.contains("list") ? 1 : 0), List.of("--config", config.toString()));
            StringWriter out = new StringWriter();
            assertThat(execute(out, new StringWriter(), all)).isZero();
            assertThat(out.toString())
                    .as(command.toString())
                    .containsPattern("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d")
                    .doesNotContainPattern("\\d\\dT\\d\\d:");
            String zone = new Times(ZoneId.systemDefault(), Instant.now()).zone();
            assertThat(out.toString().split(Pattern.quote(zone), -1))
                    .as(command + ": " + out)
                    .hasSize(2);
        }
    }

    private String post(String key, String body) throws Exception {
        return RelayClient.requestId(relay.postPatiently(key, body));
    }

    private void settled(int receipts) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> topics.read(prefix + "receipts").size() == receipts);
    }

    private static String state(JsonNode alert) {
        return alert.hasNonNull("unread")
                ? alert.at("/unread/state").asText()
                : alert.path("deliveries").findValuesAsText("state").toString();
    }

    private static JsonNode one(List<JsonNode> all, String receipt) {
        return all.stream()
                .filter(a -> a.path("request_id").asText().equals(receipt))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> ids(List<JsonNode> alerts) {
        return alerts.stream()
                .map(a -> a.path("request_id").asText() + "/" + a.path("index").asText())
                .toList();
    }

    /** The alerts. */
    private List<JsonNode> found(String... args) throws IOException {
        List<JsonNode> lines = lines(args);
        assertThat(lines.get(lines.size() - 1).path("what").asText()).isEqualTo("end");
        return lines.subList(0, lines.size() - 1);
    }

    private List<JsonNode> lines(String... args) throws IOException {
        List<String> all = new ArrayList<>(Arrays.asList(args));
        all.add("--json");
        StringWriter out = new StringWriter();
        run(out, all.toArray(String[]::new));
        List<JsonNode> lines = new ArrayList<>();
        for (String line : out.toString().lines().toList()) {
            lines.add(new ObjectMapper().readTree(line));
        }
        return lines;
    }

    private int run(String... args) {
        return run(new StringWriter(), args);
    }

    private int run(StringWriter out, String... args) {
        return run(out, new StringWriter(), args);
    }

    private String wrong(String... args) {
        StringWriter err = new StringWriter();
        assertThat(run(new StringWriter(), err, args)).isEqualTo(2);
        return err.toString();
    }

    private int run(StringWriter out, StringWriter err, String... args) {
        List<String> all = new ArrayList<>(List.of("find", "--config", config.toString()));
        all.addAll(Arrays.asList(args));
        return execute(out, err, all);
    }

    private static int execute(StringWriter out, StringWriter err, List<String> all) {
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }
}
