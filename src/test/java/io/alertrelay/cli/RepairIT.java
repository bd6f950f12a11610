package io.alertrelay.cli;

import static io.alertrelay.testing.TestConfig.DEDICATED_KEY;
import static io.alertrelay.testing.TestConfig.SHARED_KEY;
import static io.alertrelay.testing.TestConfig.pushKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.alertrelay.app.App;
import io.alertrelay.sandbox.Fault;
import io.alertrelay.sandbox.Received;
import io.alertrelay.sandbox.Sandbox;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.Commands;
import io.alertrelay.testing.FreePorts;
import io.alertrelay.testing.RelayClient;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.testing.TestConfig;
import io.alertrelay.testing.Topics;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands dead-letters and quarantine, beside a whole relay on a real broker. */
class RepairIT {
    private static final String NONCE = "0000000000000001";

    private static final String PRESET = """
            {
              "Alert name":"磁盘快满了
            ", "Cluster name":"test-cluster
            ",
              "Notification Policy":"night",
              "Alert triggered at":"2026-11-22 10:13:00",
              "Alert content":" disk of "db-1" is at 91% "
            }
            """;

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final String prefix = SharedBroker.newPrefix();
    private final Topics topics = new Topics(SharedBroker.bootstrapServers());
    private final Commands commands = new Commands();
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
    void aDeadLetterIsListedShownAndDiscardedAndTheAuditStaysClean() throws Exception {
        flashduty.fault(pushKey("payments"), new Fault.Status(413, "EntityTooLarge", "key push-payments is wrong"));
        String receipt =
                RelayClient.requestId(relay.postPatiently(DEDICATED_KEY, Bodies.firing("磁盘满", "critical", "x")));
        await().until(() -> topics.read(prefix + "receipts").size() == 1);

        assertThat(run("quarantine", "list", "--all")).isZero();
        assertThat(out()).contains("There is nothing in quarantine.");
        assertThat(run("dead-letters", "list", "--channel", "payments", "--cause", "ENTITYTOO"))
                .isZero();
        assertThat(out()).contains("dl-0-0", "payments", "Critical", "磁盘满", "refused");
        assertThat(run("dead-letters", "list", "--channel", "platform")).isZero();
        assertThat(out()).contains("no such dead letter");
        assertThat(run("replay", "--last", "1h", "--channel", "platform")).isZero();
        assertThat(out())
                .contains("Nothing would be sent.", "  webhooks received ", "; channel platform")
                .doesNotContain("--yes");
        assertThat(run("replay", "--last", "1h", "--channel", "platform", "--yes", "--json"))
                .isZero();
        assertThat(json().path("ordered").asBoolean(true)).isFalse();
        assertThat(json().at("/range/channels/0").asText()).isEqualTo("platform");
        assertThat(run("dead-letters", "redrive", "--channel", "platform")).isZero();
        assertThat(out()).contains("There is no such dead letter");
        assertThat(run("dead-letters", "redrive", "--channel", "platform", "--json"))
                .isZero();
        assertThat(json().path("requests").asInt(-1)).isZero();
        assertThat(json().path("ordered").asBoolean(true)).isFalse();
        for (String command : List.of("list", "redrive", "discard")) {
            assertThat(run("dead-letters", command, "--channel", "paymets")).isEqualTo(2);
            assertThat(err()).contains("--channel: found \"paymets\"", "did you mean payments?");
        }
        for (String command : List.of("list", "retry", "discard")) {
            assertThat(run("quarantine", command, "--integration", "arms-shard"))
                    .isEqualTo(2);
            assertThat(err()).contains("--integration: found \"arms-shard\"", "did you mean arms-shared?");
        }
        assertThat(run("dead-letters", "show", "dl-0-0")).isZero();
        assertThat(out())
                .contains(receipt + "/0/payments", "EntityTooLarge", "\"title_rule\" : \"磁盘满\"")
                .doesNotContain("push-payments");

        assertThat(run("dead-letters", "discard", "dl-0-0")).isZero();
        assertThat(out()).contains("Nothing was changed. With --yes 1 dead letter is discarded.");
        assertThat(topics.read(prefix + "dead-letters")).hasSize(1);
        assertThat(run("dead-letters", "discard", "dl-0-0", "dl-0-7", "--yes")).isEqualTo(1);
        assertThat(err()).contains("dl-0-7: there is none of that id").contains("nothing was discarded");
        assertThat(topics.read(prefix + "dead-letters")).hasSize(1);
        assertThat(run("dead-letters", "discard", "dl-0-0", "--by", "ann", "--reason", "a test", "--yes"))
                .isZero();
        assertThat(run("dead-letters", "discard", "dl-0-0", "--yes")).isEqualTo(1);
        assertThat(err()).contains("dl-0-0: was discarded already, by ann at ");
        assertThat(run("dead-letters", "redrive", "--channel", "payments")).isZero();
        assertThat(out()).contains("There is no such dead letter that is not decided yet. With --again");
        assertThat(run("dead-letters", "redrive", "--channel", "payments", "--again"))
                .isZero();
        assertThat(out()).contains("Nothing was sent. With --yes it is ordered.");

        assertThat(run("dead-letters", "list", "--json")).isZero();
        assertThat(json().path("dead_letters")).isEmpty();
        assertThat(run("dead-letters", "list", "--all", "--json")).isZero();
        JsonNode letters = json().path("dead_letters");
        assertThat(letters).hasSize(1);
        assertThat(letters.at("/0/resolution/decision").asText()).isEqualTo("discarded");
        assertThat(run("audit")).isZero();
        assertThat(out()).containsPattern("dead-lettered +1 +refused 1; by decision: discarded 1");
        // Of the running relay, and of the topics.
        assertThat(run("receipts", receipt)).isZero();
        assertThat(out()).contains("kept as dead letter dl-0-0", "discarded by ann at ", ": a test");
    }

    @Test
    void ofVeryManyThatAreNoAlertsEachIsAccountedForThoughTheyShareARecord() throws Exception {
        var answer = relay.postPatiently(
                DEDICATED_KEY,
                "{\"alerts\":[{\"status\":\"firing\",\"labels\":{\"alertname\":\"a\"}}" + ",1".repeat(250) + "]}");
        String receipt = RelayClient.requestId(answer);
        assertThat(answer.body()).contains("\"alerts\":251", "\"set_aside\":250");
        await().until(() -> topics.read(prefix + "receipts").size() == 1);
        await().until(() -> topics.read(prefix + "quarantine").size() == 101);
        await().until(() -> run("audit") == 0);

        assertThat(out()).contains("250 single alerts set aside").doesNotContain("not routed");
        assertThat(run("receipts", receipt + "/200")).isZero();
        assertThat(out()).contains("set aside: 150 alerts, kept together", "kept as q0-100-");
        assertThat(run("receipts", receipt + "/7")).isZero();
        assertThat(out()).contains("set aside: alerts[7]: expected an object, found a number");
        assertThat(run("find", "--outcome", "quarantined", "--json", "--limit", "200"))
                .isZero();
        assertThat(out().lines().filter(line -> line.contains(receipt))).hasSize(101);
        assertThat(run("quarantine", "list", "--json", "--cause", "kept together"))
                .isZero();
        JsonNode record = json().at("/quarantine/0");
        assertThat(record.path("kind").asText()).isEqualTo("set-aside");
        assertThat(record.path("index").asInt()).isEqualTo(101);
        assertThat(record.path("alerts").asInt()).isEqualTo(150);
        assertThat(run("quarantine", "show", record.path("id").asText())).isZero();
        assertThat(out()).contains("101, the first of 150");
        assertThat(run("quarantine", "retry", record.path("id").asText())).isEqualTo(1);
        assertThat(out()).contains("alerts[0]: expected an object, found a number");
        assertThat(run("quarantine", "discard", record.path("id").asText(), "--yes"))
                .isZero();
        assertThat(run("receipts", receipt + "/200")).isZero();
        assertThat(out()).contains("discarded by");
    }

    @Test
    void aBodyOfThePresetTemplateIsRetriedDeliveredAndRefusedTheSecondTime() throws Exception {
        String id = RelayClient.requestId(relay.postPatiently(DEDICATED_KEY, PRESET));

        assertThat(run("quarantine", "list", "--integration", "arms-dedicated")).isZero();
        assertThat(out()).contains(id, "refused", "arms-dedicated", "template for people");
        assertThat(run("quarantine", "show", id)).isZero();
        assertThat(out()).contains("disk of \"db-1\" is at 91%");
        assertThat(run("quarantine", "retry", id)).isEqualTo(1);
        assertThat(out()).contains(id + "  can't be read: ").contains("$alertmanager_content");
        assertThat(run("quarantine", "retry", id, "--as", "arms-preset")).isEqualTo(1);
        assertThat(out()).contains("the status is missing");

        addPartitionsThatAreNotUsed();
        String[] retry = {"quarantine", "retry", id, "--as", "arms-preset", "--status", "firing"};
        assertThat(run(retry)).isZero();
        assertThat(out())
                .contains(id + "  can be read", "firing Warning \"磁盘快满了\"  to payments", "states no severity")
                .contains("Nothing was changed.");
        assertThat(topics.read(prefix + "webhooks")).isEmpty();
        assertThat(run(with(retry, "--by", "ann", "--yes"))).isZero();
        await().until(() -> accepted("payments").size() == 1);

        assertThat(accepted("payments").get(0).bodyText())
                .contains("磁盘快满了", "disk of \\\"db-1\\\" is at 91%", "Warning");
        ConsumerRecord<String, byte[]> webhook =
                topics.read(prefix + "webhooks").get(0);
        assertThat(webhook.key()).isEqualTo("arms-dedicated");
        assertThat(Topics.header(webhook, "retry-of")).contains(id);
        assertThat(Topics.header(webhook, "source")).contains("aliyun-arms");
        String receipt = "w" + webhook.partition() + "-" + webhook.offset() + "-"
                + Topics.header(webhook, "nonce").orElseThrow();
        assertThat(out()).contains("stored as " + receipt);

        assertThat(run(with(retry, "--yes"))).isEqualTo(1);
        assertThat(err()).contains(id + ": was retried already, by ann at ").contains(", as " + receipt);
        assertThat(topics.read(prefix + "webhooks")).hasSize(1);
        assertThat(run("quarantine", "list")).isZero();
        assertThat(out()).contains("Nothing in quarantine waits for a decision");
        assertThat(run("receipts", id)).isZero();
        assertThat(out()).contains("retried by ann at ", ", as " + receipt);
        assertThat(run("receipts", receipt)).isZero();
        assertThat(out()).contains("made of " + id);
        assertThat(run("audit")).isZero();
        assertThat(out())
                .containsPattern("quarantined +1 +1 refused at the endpoint, 0 in routing; by decision: retried 1");
    }

    @Test
    void anAlertWithALaterStateIsLeftOutAndTheOthersOfItsBodyAreSent() throws Exception {
        quarantined(
                "arms-shared",
                Bodies.body(
                        "firing",
                        Bodies.alert("firing", "old", "critical", "payments"),
                        Bodies.alert("firing", "lost", "critical", "payments")),
                "2026-11-22T02:00:00Z");
        quarantined("arms-shared", Bodies.firing("old", "critical", "payments"), "2026-11-22T02:01:00Z");
        String later =
                RelayClient.requestId(relay.postPatiently(SHARED_KEY, Bodies.resolved("old", "critical", "payments")));
        await().until(() -> accepted("payments").size() == 1);

        assertThat(run("quarantine", "retry", "--integration", "arms-shared", "--yes"))
                .isEqualTo(3);

        assertThat(out())
                .contains("\"old\"  left out: a later state of it came in with " + later)
                .contains("\"lost\"  to payments, platform")
                .contains("left out: a later state of all its alerts has come in");
        await().until(() -> accepted("payments").size() == 2);
        assertThat(accepted("payments").get(1).bodyText()).contains("lost").doesNotContain("old");
        assertThat(topics.read(prefix + "webhooks")).hasSize(2);
        assertThat(run("quarantine", "retry", "--integration", "arms-shared", "--state", "all", "--yes"))
                .isZero();
        await().until(() -> accepted("payments").size() == 3);
    }

    @Test
    void aRetryThatWasCutOffBeforeItsDecisionStoresNothingASecondTime() throws Exception {
        String body = Bodies.firing("a", "critical", "x");
        String id = "q0-0-7k3m9qxr2ztc5vbn";
        quarantined("arms-dedicated", body, Instant.now().toString());
        send("webhooks", "arms-dedicated", body, "integration", "arms-dedicated", "retry-of", id, "nonce", NONCE);
        await().until(() -> accepted("payments").size() == 1);

        assertThat(run("quarantine", "retry", id, "--yes")).isZero();

        assertThat(out()).contains("stored already as w0-0-" + NONCE);
        assertThat(topics.read(prefix + "webhooks")).hasSize(1);
        assertThat(run("quarantine", "retry", id, "--yes")).isEqualTo(1);
        assertThat(err()).contains("was retried already", ", as w0-0-" + NONCE);
    }

    @Test
    void aListOfManyShowsTheNewestAndSaysHowManyAreOlder() throws Exception {
        for (int i = 1; i <= 3; i++) {
            String at = "2026-11-2" + i + "T00:00:00Z";
            quarantined("arms-shared", "body " + i, at);
        }

        assertThat(run("quarantine", "list", "--limit", "2")).isZero();
        assertThat(out()).contains("2026-11-22", "2026-11-23", "… and 1 older").doesNotContain("2026-11-21");
        assertThat(run("quarantine", "list", "--limit", "1", "--json")).isZero();
        assertThat(json().path("quarantine")).hasSize(1);
        assertThat(json().path("more").asBoolean()).isTrue();
        assertThat(json().at("/quarantine/0/received_at").asText()).startsWith("2026-11-23");
        assertThat(run("quarantine", "list", "--limit", "3")).isZero();
        assertThat(out()).doesNotContain("older");
        assertThat(run("dead-letters", "list", "--limit", "0")).isEqualTo(2);
        assertThat(err()).contains("--limit: found 0, expected 1 to 10000");
    }

    @Test
    void aRetryOfMoreBodiesThanFitIntoMemoryIsRefusedBeforeTheyAreRead() throws Exception {
        String body = "x".repeat(1_040_000);
        for (int i = 0; i < 65; i++) {
            quarantined("arms-shared", body, "2026-11-22T02:00:00Z");
        }

        assertThat(run("quarantine", "retry", "--integration", "arms-shared", "--yes"))
                .isEqualTo(1);
        assertThat(err()).contains("nothing was retried: found bodies of 67600000 bytes", "--from, --to");
    }

    @Test
    void aWebhookThatWasAcceptedIsNotRetriedButTheReplayIsNamedAndAStrayRecordNeither() throws Exception {
        String receipt = "w0-0-7k3m9qxr2ztc5vbn";
        send("quarantine", "arms-shared", "x", "receipt", receipt, "integration", "arms-shared", "cause", "c");
        send("channel.payments", "key", "{}");
        await().until(() -> topics.read(prefix + "quarantine").size() == 2);

        assertThat(run("quarantine", "retry", "--cause", "", "--yes")).isEqualTo(1);

        assertThat(out())
                .contains("./relay replay --request-id " + receipt + " --only never-delivered")
                .contains("no webhook, but a record that was found in the topic of channel payments");
        assertThat(topics.read(prefix + "quarantine")).hasSize(2);
        assertThat(run("quarantine", "discard", "--cause", "", "--yes")).isZero();
        assertThat(topics.read(prefix + "quarantine")).hasSize(4);
        assertThat(run("quarantine", "list")).isZero();
        assertThat(out()).contains("Nothing in quarantine waits for a decision");
    }

    /** Among them the one that Kafka's producers would choose for the integration. */
    private void addPartitionsThatAreNotUsed() throws Exception {
        try (Admin admin = SharedBroker.clients().admin()) {
            admin.createPartitions(Map.of(prefix + "webhooks", NewPartitions.increaseTo(24)))
                    .all()
                    .get();
        }
    }

    private void quarantined(String integration, String body, String at) throws Exception {
        send(
                "quarantine",
                integration,
                body,
                "integration",
                integration,
                "source",
                "aliyun-arms",
                "media-type",
                "text/plain",
                "received-at",
                at,
                "nonce",
                "7k3m9qxr2ztc5vbn",
                "cause",
                "by a reader of long ago");
    }

    private void send(String topic, String key, String value, String... headers) throws Exception {
        Properties p = new Properties();
        p.put("bootstrap.servers", SharedBroker.bootstrapServers());
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(p, new StringSerializer(), new StringSerializer())) {
            ProducerRecord<String, String> record = new ProducerRecord<>(prefix + topic, 0, key, value);
            for (int i = 0; i < headers.length; i += 2) {
                record.headers().add(headers[i], headers[i + 1].getBytes(StandardCharsets.UTF_8));
            }
            producer.send(record).get();
        }
    }

    private List<Received> accepted(String channel) {
        return flashduty.accepted(pushKey(channel));
    }

    private int run(String... args) {
        return commands.run(config, args);
    }

    private String out() {
        return commands.out();
    }

    private String err() {
        return commands.err();
    }

    private JsonNode json() throws Exception {
        return commands.json();
    }

    private static String[] with(String[] args, String... more) {
        String[] all = Arrays.copyOf(args, args.length + more.length);
        System.arraycopy(more, 0, all, args.length, more.length);
        return all;
    }
}
