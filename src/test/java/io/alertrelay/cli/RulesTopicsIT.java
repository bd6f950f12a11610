package io.alertrelay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.alertrelay.config.ConfigLoader;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.config.RulesInUse;
import io.alertrelay.kafka.RelayTopics;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicSetup;
import io.alertrelay.record.KeptRuleSet;
import io.alertrelay.record.RecordJson;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.Commands;
import io.alertrelay.testing.SharedBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands about rules that look at what came in, on topics that a test wrote. */
class RulesTopicsIT {
    private static final String NONCE = "7k3m9qxr2ztc5vbn";
    private static final String RULES = """
            cases:
              - if: [{ key: labels.team, oper: IN, vals: [payments] }]
                channels: [payments]
              - if: [{ key: labels.team, oper: IN, vals: ["*"] }]
                routing_mode: name_mapping
                name_mapping_label: labels.team
            default: { channels: [night] }
            """;

    @TempDir
    private Path folder;

    private final TopicNames names = new TopicNames(SharedBroker.newPrefix());
    private final Admin admin = SharedBroker.clients().admin();
    private final Commands commands = new Commands();
    private final Instant now = Instant.now();
    private KafkaProducer<String, byte[]> producer;
    private Path config;

    /** Of an hour ago: payments fires and recovers, "nobody" fires; of two days ago: payments. */
    @BeforeEach
    void write() throws Exception {
        new TopicSetup(admin, 1, 1).ensure(new RelayTopics(names, 1).specs(List.of("payments", "night")));
        Properties p = new Properties();
        p.put("bootstrap.servers", SharedBroker.bootstrapServers());
        producer = new KafkaProducer<>(p, new StringSerializer(), new ByteArraySerializer());
        config = folder.resolve("relay.yaml");
        Files.writeString(folder.resolve("rules.yaml"), RULES);
        Files.writeString(config, """
                kafka: { brokers: "%s", replication: 1, min_insync_replicas: 1, prefix: "%s" }
                integrations:
                  - { name: arms, key: a-long-key, routes: rules.yaml }
                  - { name: other, key: another-long-key, channel: night }
                channels:
                  - { name: payments, id: 101, push_url: "https://example.com/a" }
                  - { name: night, id: 102, push_url: "https://example.com/b" }
                """.formatted(SharedBroker.bootstrapServers(), names.prefix()));
        webhook("arms", Duration.ofDays(2), Bodies.firing("old", "critical", "payments"));
        webhook("arms", Duration.ofHours(1), Bodies.firing("slow", "critical", "payments"));
        webhook("other", Duration.ofHours(1), Bodies.firing("other", "critical", "payments"));
        webhook("arms", Duration.ofHours(1), Bodies.resolved("slow", "critical", "payments"));
        webhook("arms", Duration.ofHours(1), Bodies.firing("lost", "warning", "nobody"));
    }

    @AfterEach
    void close() {
        producer.close();
        admin.close();
    }

    @Test
    void whatIfTellsWhichAlertsGoElsewhereAndWhy() throws Exception {
        String routes = rules(RULES.replace("[payments] }]", "[nothing] }]").replace("labels.team\n", "labels.x\n"));

        assertThat(run("what-if", "-i", "arms", "--routes", routes, "--last", "24h"))
                .isZero();
        assertThat(commands.out().lines().map(String::strip))
                .contains(
                        "3 webhooks, 2 firing alerts; 1 recovery is not counted: it goes where its firing went",
                        "night              1           2  +1",
                        "payments           1           0  -1",
                        "1 go elsewhere: 1 leave a channel, 1 come to one; 1 fall to the default",
                        "1 alert: - payments  + night  (into the default)",
                        "before: payments by case 1 (labels.team IN payments)",
                        "after:  night by default: case 2 (labels.team IN *) gave no existing channel")
                .anyMatch(line -> line.startsWith("e.g. w0-1-" + NONCE + "/0")
                        && line.endsWith("Critical \"slow\"  labels.team \"payments\", labels.x absent"));
    }

    @Test
    void whatIfFailsOnWhatItIsAskedTo() throws Exception {
        String same = rules(RULES);
        String more = rules(RULES.replace("channels: [payments]", "channels: [payments, night]"));
        String other = rules(RULES.replace("channels: [payments]", "channels: [night]"));

        assertThat(whatIf(same, "removed,added,changed,default")).isZero();
        assertThat(commands.out()).contains("No alert would go elsewhere.");
        assertThat(whatIf(more, "removed,default")).isZero();
        assertThat(whatIf(more, "removed,added")).isEqualTo(1);
        assertThat(whatIf(more, "changed")).isEqualTo(1);
        assertThat(whatIf(other, "removed")).isEqualTo(1);
        assertThat(whatIf(other, "default")).isZero();
        assertThat(whatIf(rules("cases: []\ndefault: { channels: [payments] }\n"), "default"))
                .isEqualTo(1);
        assertThat(whatIf(rules("cases: []\ndefault: { channels: [paymnets] }\n"), "default"))
                .isEqualTo(2);
        assertThat(commands.err()).contains("paymnets");
    }

    @Test
    void whatIfKeepsToItsTimeAndWritesJson() throws Exception {
        assertThat(run("what-if", "-i", "arms", "--routes", rules(RULES), "--from", "3d", "--to", "1d", "--json"))
                .isZero();

        JsonNode result = commands.json();
        assertThat(result.path("firings").asInt()).isEqualTo(1);
        assertThat(result.path("recoveries").asInt()).isZero();
        assertThat(result.at("/channels/payments/before").asInt()).isEqualTo(1);
        assertThat(result.path("rules_before")).isEqualTo(result.path("rules_after"));
        assertThat(result.path("groups")).isEmpty();
    }

    @Test
    void checkWarnsOfAMappingThatNamedNoChannelWithItsLine() {
        assertThat(run("check", "--last", "24h")).isZero();
        assertThat(commands.err())
                .contains(
                        "rules.yaml:6:25: cases[1].name_mapping_label: warning: for no alert of the last 24h labels.team"
                                + " was the name of a channel: found \"nobody\" (1)");
        assertThat(run("check", "--last", "24h", "--strict")).isEqualTo(2);
        assertThat(run("check", "--strict")).isZero();
    }

    @Test
    void explainOfAReceiptSaysHowItWasRoutedAndWhetherThatIsStillSo() throws Exception {
        String receipt = "w0-1-" + NONCE;
        routed(receipt, "payments", "[\"payments\"]");

        assertThat(run("explain", "--request-id", receipt)).isZero();
        assertThat(commands.out())
                .contains("alert 0 of arms: firing Critical \"slow\"")
                .contains("-> payments             case 1")
                .contains("then      -> payments by case 9; rules 3f2a, now it is the same");

        Files.writeString(folder.resolve("rules.yaml"), RULES.replace("channels: [payments]", "channels: [night]"));
        assertThat(run("explain", "--request-id", receipt)).isZero();
        assertThat(commands.out()).contains("rules 3f2a, now it is different");
        assertThat(run("explain", "--request-id", receipt, "--json")).isZero();
        assertThat(commands.out()).contains("\"then\" :", "\"differs\" : true");
    }

    @Test
    void explainOfAReceiptThatIsNotRoutedOrUnknownSaysSo() {
        assertThat(run("explain", "--request-id", "w0-4-" + NONCE)).isZero();
        assertThat(commands.out()).contains("nothing is known of its deliveries: not routed yet");
        assertThat(run("explain", "--request-id", "w0-4-0000000000000000")).isEqualTo(1);
        assertThat(run("explain", "--request-id", "w0-99-" + NONCE)).isEqualTo(1);
        assertThat(commands.err()).contains("there is no webhook of w0-99-" + NONCE);
        for (String json : List.of("", "--json")) {
            assertThat(run(("explain --request-id w0-1-" + NONCE + "/7 " + json).split(" ")))
                    .isEqualTo(1);
            assertThat(commands.out()).doesNotContain("[ ]");
            assertThat(commands.err()).contains("relay receipts w0-1-" + NONCE);
        }
        assertThat(run("explain", "--request-id", "w0-1-" + NONCE + "/0")).isZero();
    }

    @Test
    void versionsAreListedShownComparedAndRestored() throws Exception {
        String before = keep();
        Files.writeString(folder.resolve("rules.yaml"), RULES.replace("channels: [payments]", "channels: [night]"));
        String after = keep();
        Path restored = folder.resolve("restored.yaml");

        assertThat(run("routes", "list")).isZero();
        assertThat(commands.out()).startsWith("asked: the topics ");
        assertThat(commands.out().lines().skip(1))
                .hasSize(3)
                .anyMatch(line -> line.startsWith(before + "  first used ") && line.endsWith("arms, 2 cases"))
                .anyMatch(line -> line.startsWith(after) && line.endsWith("arms, 2 cases  (now: arms)"))
                .anyMatch(line -> line.contains("dedicated to night  (now: other)"));
        assertThat(run("routes", "show", before.substring(0, 6))).isZero();
        assertThat(commands.out()).contains("# version " + before, "channels: [payments]");
        assertThat(run("routes", "show", before, "--json")).isZero();
        assertThat(commands.out()).contains("\"id\" : 101");
        assertThat(run("routes", "diff", before, before)).isZero();
        assertThat(commands.out()).isEmpty();
        assertThat(run("routes", "diff", before, after)).isEqualTo(1);
        assertThat(commands.out().lines())
                .containsExactly(
                        "~ case 1: labels.team IN [payments] -> night, stops", "    channels: - payments  + night");
        assertThat(run("routes", "restore", before, "-o", restored.toString())).isZero();
        Files.copy(restored, folder.resolve("rules.yaml"), StandardCopyOption.REPLACE_EXISTING);
        assertThat(new ConfigLoader(Map.of())
                        .load(config)
                        .integrations()
                        .get(0)
                        .rules()
                        .version())
                .isEqualTo(before);
    }

    @Test
    void restoreReplacesNothingUnaskedAndSaysIfTheChannelsAreGone() throws Exception {
        String version = keep();
        Path there = Files.writeString(folder.resolve("there.yaml"), "mine");

        assertThat(run("routes", "restore", version, "-o", there.toString())).isEqualTo(2);
        assertThat(Files.readString(there)).isEqualTo("mine");
        assertThat(run("routes", "restore", version, "-o", there.toString(), "--force"))
                .isZero();
        Files.writeString(folder.resolve("rules.yaml"), "default: { channels: [night] }");
        Files.writeString(config, Files.readString(config).replace("name: payments", "name: pay"));
        assertThat(run("routes", "restore", version, "-o", there.toString(), "--force"))
                .isEqualTo(3);
        assertThat(commands.err()).contains("the channels are not those of that time", "\"payments\"");
    }

    @Test
    void aVersionThatIsNotKeptIsSaid() {
        assertThat(run("routes", "list")).isZero();
        assertThat(commands.out()).contains("no rules are kept yet");
        assertThat(run("routes", "show", "4ffd05021c7e")).isEqualTo(1);
        assertThat(commands.err()).contains("no rules of version 4ffd05021c7e are kept");
        assertThat(run("routes", "diff", "4ffd05021c7e", "0c54f7a37e4f")).isEqualTo(2);
        assertThat(commands.err()).contains("no rules of version 4ffd05021c7e are kept");
    }

    private int whatIf(String routes, String failOn) {
        return run("what-if", "-i", "arms", "--routes", routes, "--last", "24h", "--fail-on", failOn);
    }

    private int run(String... args) {
        return commands.run(config, args);
    }

    private String rules(String text) throws Exception {
        return Files.writeString(Files.createTempFile(folder, "new", ".yaml"), text)
                .toString();
    }

    /** As a relay does that starts; returns the version of the rules of arms. */
    private String keep() throws Exception {
        RelayConfig loaded = new ConfigLoader(Map.of()).load(config);
        for (var integration : loaded.integrations()) {
            KeptRuleSet kept = RulesInUse.of(integration, loaded.channels(), now);
            send(names.ruleSets(), kept.version(), RecordJson.tree(kept).toString(), now, Map.of());
        }
        return loaded.integrations().get(0).rules().version();
    }

    private void webhook(String integration, Duration ago, String body) throws Exception {
        send(
                names.webhooks(),
                integration,
                body,
                now.minus(ago),
                Map.of("integration", integration, "source", "aliyun-arms", "nonce", NONCE));
    }

    private void routed(String receipt, String channel, String channels) throws Exception {
        Map<String, String> headers = new HashMap<>(Map.of("receipt", receipt, "index", "0", "integration", "arms"));
        headers.putAll(Map.of("status", "firing", "severity", "Critical", "rules", "3f2a", "why", "case 9"));
        headers.put("channels", channels);
        send(names.channel(channel), "arms:a", "{}", now, headers);
    }

    private void send(String topic, String key, String value, Instant at, Map<String, String> headers)
            throws Exception {
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(topic, 0, at.toEpochMilli(), key, value.getBytes(StandardCharsets.UTF_8));
        headers.forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        record.headers().add("received-at", at.toString().getBytes(StandardCharsets.UTF_8));
        producer.send(record).get();
    }
}
