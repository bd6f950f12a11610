package io.alertrelay.guarantee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.app.App;
import io.alertrelay.audit.AuditReport;
import io.alertrelay.audit.AuditRun;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.reading.Ledger;
import io.alertrelay.reading.Scope;
import io.alertrelay.record.DeadLetter;
import io.alertrelay.record.Outcome;
import io.alertrelay.record.Place;
import io.alertrelay.record.Quarantined;
import io.alertrelay.record.ReplayDestination;
import io.alertrelay.record.ReplayFilter;
import io.alertrelay.repair.DeadLetters;
import io.alertrelay.repair.Quarantine;
import io.alertrelay.repair.RepairFilter;
import io.alertrelay.replay.ReplayRequest;
import io.alertrelay.replay.Replays;
import io.alertrelay.replay.Replays.Proposal;
import io.alertrelay.sandbox.Sandbox;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.DamagedTopics;
import io.alertrelay.testing.RelayClient;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.testing.TestConfig;
import io.alertrelay.testing.Topics;
import io.alertrelay.trail.Trail;
import io.alertrelay.trail.Trails;
import io.alertrelay.trail.WebhookPart;
import io.vertx.core.Vertx;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What an earlier version wrote in a JVM without UTF-8: names of channels that are {@code ???}, two of them alike.
 * Nothing of it is lost, and nothing of it stops the relay.
 */
class DamagedHeadersIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    /** The first two are the same in ASCII. */
    private static final Map<String, String> CHANNELS = new LinkedHashMap<>();

    static {
        CHANNELS.put("支付组", "pay");
        CHANNELS.put("订单组", "order");
        CHANNELS.put("кириллица", "cyrillic");
        CHANNELS.put("plain", "plain");
    }

    private static final Vertx VERTX = Vertx.vertx();
    private static final TopicNames BEFORE = new TopicNames(SharedBroker.newPrefix());

    @TempDir
    private static Path folder;

    private static Sandbox flashduty;
    private static String receipt;

    private final TopicNames damaged = new TopicNames(SharedBroker.newPrefix());
    private RelayConfig config;

    /** What the earlier version left: everything delivered but one dead letter, some of it replayed. */
    @BeforeAll
    static void live() throws Exception {
        flashduty = Sandbox.start(VERTX, 0, Clock.systemUTC());
        RelayConfig then = config(BEFORE);
        flashduty.fault("push-order", PassingFaults.REFUSED);
        try (App relay = App.start(then, step -> {}, (status, reason) -> {})) {
            receipt = RelayClient.requestId(post(relay, "key-to-all", Bodies.firing("shared", "critical", "t")));
            post(relay, "key-to-plain", Bodies.firing("replayed", "critical", "t"));
            settled(then);
            replay(then, "кириллица");
            replay(then, "支付组");
            settled(then);
        }
    }

    @AfterAll
    static void close() {
        flashduty.close();
        VERTX.close();
    }

    @BeforeEach
    void update() throws Exception {
        config = config(damaged);
        App.start(config, step -> {}, (status, reason) -> {}).close();
    }

    @Test
    void everythingIsAccountedForAndGoesOnWhereItBelongs() throws Exception {
        new DamagedTopics(SharedBroker.bootstrapServers(), StandardCharsets.US_ASCII)
                .copy(BEFORE, damaged, List.copyOf(CHANNELS.keySet()));

        AuditReport audit = audit(config);
        assertThat(audit.clean()).as(audit.toString()).isTrue();
        assertThat(audit.unaccounted()).isZero();
        assertThat(ends(receipt))
                .isEqualTo(Map.of(
                        "支付组", Outcome.DELIVERED,
                        "订单组", Outcome.DEAD_LETTERED,
                        "кириллица", Outcome.DELIVERED,
                        "plain", Outcome.DELIVERED));

        try (App relay = App.start(config, step -> {}, (status, reason) -> {})) {
            post(relay, "key-to-all", Bodies.resolved("shared", "critical", "t"));
            for (String key : CHANNELS.values()) {
                arrived(key, "shared", "Ok");
            }
            redrive();
            settled(config);
            assertThat(audit(config).clean()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"US-ASCII", "GBK"})
    void whatWasReplayedAndNotLetInStopsNobody(String charset) throws Exception {
        new DamagedTopics(SharedBroker.bootstrapServers(), Charset.forName(charset))
                .copy(BEFORE, damaged, List.copyOf(CHANNELS.keySet()));
        letInAgain();

        try (App relay = App.start(config, step -> {}, (status, reason) -> {})) {
            post(relay, "key-to-all", Bodies.firing("after " + charset, "critical", "t"));
            for (String key : CHANNELS.values()) {
                arrived(key, "after " + charset, "Critical");
            }
            settled(config);
            List<Quarantined> quarantined = quarantined();
            if (charset.equals("GBK")) {
                assertThat(quarantined).isEmpty();
            } else {
                // It may be for either of two channels.
                assertThat(quarantined)
                        .isNotEmpty()
                        .allSatisfy(record -> assertThat(record.cause())
                                .contains("header channel")
                                .contains("???"));
            }
        }
    }

    /** The routing group is before what the replays handed over. */
    private void letInAgain() throws Exception {
        try (Admin admin = SharedBroker.clients().admin()) {
            Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
            new Topics(SharedBroker.bootstrapServers())
                    .read(damaged.replayed())
                    .forEach(record -> offsets.put(
                            new TopicPartition(damaged.replayed(), record.partition()), new OffsetAndMetadata(0)));
            assertThat(offsets).isNotEmpty();
            admin.alterConsumerGroupOffsets(damaged.routingGroup(), offsets)
                    .all()
                    .get();
        }
    }

    private void redrive() throws Exception {
        try (Ledger ledger = Ledger.open(config, step -> {})) {
            DeadLetters all = new DeadLetters(ledger);
            List<DeadLetter> letters = all.named(
                    all.select(RepairFilter.ALL, (topic, read, total) -> {}).names());
            assertThat(letters).extracting(letter -> letter.text("channel")).containsExactly("订单组");
            Place place = letters.get(0).id().place();
            Proposal proposal = Replays.of(
                    ledger,
                    Clock.systemUTC(),
                    replays -> replays.propose(
                            new ReplayRequest(
                                    Map.of(),
                                    Map.of(),
                                    ReplayFilter.NONE,
                                    new ReplayDestination.ByRules(),
                                    1,
                                    true,
                                    List.of(place),
                                    "tester"),
                            (topic, read, total) -> {}));
            // Its alert has recovered meanwhile, in that channel.
            assertThat(proposal.plan().requests()).isZero();
            assertThat(proposal.plan().leftOut()).isNotEmpty();
        }
    }

    private static void replay(RelayConfig then, String channel) throws Exception {
        try (Ledger ledger = Ledger.open(then, step -> {})) {
            ReplayRequest request = new ReplayRequest(
                    Map.of(0, 0L),
                    Map.of(0, 2L),
                    ReplayFilter.NONE,
                    new ReplayDestination.ToChannel(channel),
                    1,
                    false,
                    List.of(),
                    "tester");
            Proposal proposal = Replays.of(
                    ledger, Clock.systemUTC(), replays -> replays.propose(request, (topic, read, total) -> {}));
            assertThat(proposal.plan().requests()).isPositive();
            Replays.of(ledger, Clock.systemUTC(), replays -> {
                replays.place(proposal);
                return proposal;
            });
            await("the replay ends")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> Replays.of(
                                    ledger,
                                    Clock.systemUTC(),
                                    replays ->
                                            replays.get(proposal.order().id()).orElseThrow())
                            .isEnded());
        }
    }

    private Map<String, Outcome> ends(String of) throws Exception {
        try (Ledger ledger = Ledger.open(config, step -> {})) {
            Trail trail =
                    Trails.find(ledger, WebhookPart.parse(of).orElseThrow()).orElseThrow();
            return trail.alerts().get(0).deliveries().stream()
                    .collect(Collectors.toMap(
                            delivery -> delivery.id().channel(),
                            delivery -> ((Trail.End.Settled) delivery.end()).outcome(),
                            (a, b) -> a));
        }
    }

    private List<Quarantined> quarantined() throws Exception {
        try (Ledger ledger = Ledger.open(config, step -> {})) {
            Quarantine all = new Quarantine(ledger);
            return all.named(
                    all.select(RepairFilter.ALL, (topic, read, total) -> {}).names());
        }
    }

    private void arrived(String key, String alert, String status) {
        await(key + " is sent " + status)
                .atMost(PATIENCE)
                .until(() -> flashduty.accepted("push-" + key).stream()
                        .filter(received -> Arrivals.alert(received).contains(alert))
                        .anyMatch(received -> Arrivals.status(received).equals(status)));
    }

    private static HttpResponse<String> post(App relay, String key, String body) throws Exception {
        HttpResponse<String> answer = new RelayClient(relay.port(), relay.managementPort()).postPatiently(key, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private static void settled(RelayConfig of) {
        await("all is settled")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(
                        () -> audit(of),
                        report -> report.webhooks().notRoutedYet()
                                        + report.deliveries().pending()
                                        + report.deliveries().notLetInYet()
                                == 0);
    }

    private static AuditReport audit(RelayConfig of) throws Exception {
        try (Ledger ledger = Ledger.open(of, step -> {})) {
            return AuditRun.of(ledger, Scope.ALL, (topic, read, total) -> {});
        }
    }

    private static RelayConfig config(TopicNames names) throws Exception {
        String channels = CHANNELS.entrySet().stream()
                .map(c -> "  - { name: %s, push_url: \"%s\", rate: 60000/min, timeout: 10s }"
                        .formatted(c.getKey(), flashduty.pushUrl("push-" + c.getValue())))
                .collect(Collectors.joining("\n"));
        return TestConfig.load(
                """
                kafka:
                  brokers: "%s"
                  replication: 1
                  min_insync_replicas: 1
                  webhooks_partitions: 1
                  prefix: "%s"
                  properties: { session.timeout.ms: %d }
                server: { host: 127.0.0.1, port: 0, sender_patience: 2m }
                management: { port: 0 }
                integrations:
                  - { name: all, key: key-to-all, routes: { default: { channels: [%s] } } }
                  - { name: plain, key: key-to-plain, channel: plain }
                channels:
                %s
                flashduty: { account_rate: 600000/min }
                """.formatted(
                                SharedBroker.bootstrapServers(),
                                names.prefix(),
                                SharedBroker.SESSION_MILLIS,
                                String.join(", ", CHANNELS.keySet()),
                                channels),
                folder);
    }
}
