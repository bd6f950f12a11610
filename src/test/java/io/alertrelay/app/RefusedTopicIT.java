package io.alertrelay.app;

import static io.alertrelay.testing.TestConfig.DEDICATED_KEY;
import static io.alertrelay.testing.TestConfig.SHARED_KEY;
import static io.alertrelay.testing.TestConfig.pushKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.audit.AuditReport;
import io.alertrelay.audit.AuditRun;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.OldRecords;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.reading.Ledger;
import io.alertrelay.reading.Scope;
import io.alertrelay.record.Place;
import io.alertrelay.record.ReplayDestination;
import io.alertrelay.record.ReplayFilter;
import io.alertrelay.repair.DeadLetters;
import io.alertrelay.repair.RepairFilter;
import io.alertrelay.replay.ReplayRequest;
import io.alertrelay.replay.Replays;
import io.alertrelay.sandbox.Fault;
import io.alertrelay.sandbox.Sandbox;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.FreePorts;
import io.alertrelay.testing.GuardedBroker;
import io.alertrelay.testing.RelayClient;
import io.alertrelay.testing.RunningRelay;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.testing.TestConfig;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A relay at a cluster that authorizes, with the rights that {@code docs/operations.md} lists and no other. */
class RefusedTopicIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    private static Path brokerData;

    private static GuardedBroker broker;

    @TempDir
    private Path folder;

    private final String prefix = SharedBroker.newPrefix();
    private final Vertx vertx = Vertx.vertx();
    private final TopicNames names = new TopicNames(prefix);
    private Sandbox flashduty;
    private RelayConfig config;
    private RunningRelay relay;
    private RelayClient client;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = GuardedBroker.start(
                brokerData.resolve("broker"), FreePorts.take(1).get(0));
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void start() throws Exception {
        broker.allow(
                ResourceType.TOPIC,
                prefix,
                AclOperation.CREATE,
                AclOperation.DESCRIBE_CONFIGS,
                AclOperation.READ,
                AclOperation.WRITE,
                AclOperation.DELETE);
        broker.allow(ResourceType.GROUP, prefix, AclOperation.READ);
        // As an earlier version has made it: its setting may not be changed.
        broker.admin()
                .createTopics(List.of(
                        new NewTopic(names.receipts(), 1, (short) 1).configs(Map.of("retention.ms", "2592000000"))))
                .all()
                .get();
        flashduty = Sandbox.start(vertx, 0, Clock.systemUTC());
        config = TestConfig.load(TestConfig.yaml(broker.yaml(prefix), 0, 0, flashduty.port(), ""), folder);
        start(config);
    }

    @AfterEach
    void stop() {
        relay.close();
        flashduty.close();
        vertx.close();
    }

    @Test
    void withTheListedRightsEverythingWorks() throws Exception {
        client.postUntilTaken(SHARED_KEY, Bodies.firing("a", "critical", "payments"));
        awaitTaken("payments", "a");
        awaitTaken("platform", "a");
        flashduty.faultAlways(pushKey("oncall"), new Fault.Status(400, "InvalidParameter", "title_rule is too odd"));
        client.postUntilTaken(SHARED_KEY, Bodies.firing("b", "info", "nobody"));
        assertThat(client.postPatiently(SHARED_KEY, "{}").statusCode()).isEqualTo(400);

        AuditReport audit = settled();

        assertThat(audit.clean()).as(audit.toString()).isTrue();
        assertThat(audit.deliveries().delivered()).isEqualTo(2);
        assertThat(audit.deliveries().deadLettered().values()).containsExactly(1L);
        assertThat(client.health().path("topic_faults")).isEmpty();
        await().atMost(PATIENCE)
                .until(() -> client.health().path("last_24h").toString().contains("oncall"));
        flashduty.heal(pushKey("oncall"));
        redriveAll();
        awaitTaken("oncall", "b");
        KafkaClients clients = new KafkaClients(broker.bootstrapServers(), broker.clientProperties());
        try (Admin admin = clients.admin()) {
            OldRecords old = new OldRecords(admin, clients, Clock.systemUTC(), () -> {});
            old.deleteSettled(names.webhooks(), names.routingGroup(), Duration.ZERO);
            old.delete(names.quarantine(), Duration.ZERO);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = AclOperation.class,
            names = {"WRITE", "ALL"})
    void aChannelWhoseTopicIsRefusedKeepsBackOnlyItsOwnUntilItIsPermittedAgain(AclOperation right) throws Exception {
        String topic = names.channel("payments");
        client.postUntilTaken(DEDICATED_KEY, Bodies.firing("before", "critical", "x"));
        awaitTaken("payments", "before");

        broker.deny(topic, right);
        onlyPaymentsIsHeld("may not");

        broker.permitAgain(topic, right);

        whatWaitedIsSent();
    }

    @ParameterizedTest
    @EnumSource(
            value = AclOperation.class,
            names = {"DESCRIBE_CONFIGS", "ALL"})
    void aRelayThatStartsWhileAChannelsTopicIsRefusedKeepsBackOnlyWhatIsDueToIt(AclOperation right) throws Exception {
        String topic = names.channel("payments");

        broker.deny(topic, right);
        restart();
        onlyPaymentsIsHeld("may not");

        broker.permitAgain(topic, right);

        whatWaitedIsSent();
    }

    @Test
    void aRelayThatStartsWhileAChannelsTopicHasAWrongSettingKeepsBackOnlyWhatIsDueToIt() throws Exception {
        String topic = names.channel("payments");

        set(topic, "retention.ms", "3600000");
        restart();
        onlyPaymentsIsHeld("found retention.ms 3600000");

        set(topic, "retention.ms", "-1");

        whatWaitedIsSent();
    }

    @Test
    void aRelayThatMayNotCreateTheTopicOfANewChannelStartsAndDeliversToItWhenItMay() throws Exception {
        String topic = names.channel("payments");
        relay.close();
        broker.admin().deleteTopics(List.of(topic)).all().get();

        broker.deny(topic, AclOperation.CREATE);
        start(config);
        onlyPaymentsIsHeld("may not");

        broker.permitAgain(topic, AclOperation.CREATE);

        whatWaitedIsSent();
    }

    private void restart() throws Exception {
        relay.close();
        start(config);
    }

    private void start(RelayConfig with) throws Exception {
        relay = RunningRelay.start(with);
        client = relay.client();
    }

    private void set(String topic, String setting, String value) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        broker.admin()
                .incrementalAlterConfigs(Map.of(
                        resource,
                        List.of(new AlterConfigOp(new ConfigEntry(setting, value), AlterConfigOp.OpType.SET))))
                .all()
                .get();
        // The controller answers before the broker has it.
        await().atMost(PATIENCE)
                .until(() -> broker.admin()
                        .describeConfigs(List.of(resource))
                        .all()
                        .get()
                        .get(resource)
                        .get(setting)
                        .value()
                        .equals(value));
    }

    private void onlyPaymentsIsHeld(String cause) throws Exception {
        String topic = names.channel("payments");
        client.postUntilTaken(SHARED_KEY, Bodies.firing("meanwhile", "critical", "payments"));
        awaitTaken("platform", "meanwhile");
        client.postUntilTaken(SHARED_KEY, Bodies.resolved("meanwhile", "critical", "payments"));
        await().atMost(PATIENCE).until(() -> taken("platform", "meanwhile") == 2);
        await().atMost(PATIENCE)
                .until(() -> client.channel("payments").path("state").asText().equals("held"));
        assertThat(client.channel("payments").path("cause").asText()).contains(topic, cause);
        assertThat(client.health().path("topic_faults").toString()).contains(topic);
        assertThat(client.health().path("status").asText()).isEqualTo("degraded");
        assertThat(client.channel("platform").path("state").asText()).isEqualTo("running");
        assertThat(taken("payments", "meanwhile")).isZero();
    }

    private void whatWaitedIsSent() throws Exception {
        await().atMost(PATIENCE).until(() -> taken("payments", "meanwhile") == 2);
        await().atMost(PATIENCE)
                .until(() -> client.health().path("status").asText().equals("up"));
        AuditReport audit = settled();
        assertThat(audit.clean()).as(audit.toString()).isTrue();
    }

    private void redriveAll() throws Exception {
        try (Ledger ledger = Ledger.open(config, step -> {})) {
            DeadLetters letters = new DeadLetters(ledger);
            List<Place> places =
                    letters
                            .named(letters.select(RepairFilter.ALL, (topic, read, total) -> {})
                                    .names())
                            .stream()
                            .map(letter -> letter.id().place())
                            .toList();
            ReplayRequest request = new ReplayRequest(
                    Map.of(), Map.of(), ReplayFilter.NONE, new ReplayDestination.ByRules(), 1, false, places, "tester");
            Replays.of(ledger, Clock.systemUTC(), replays -> {
                replays.place(replays.propose(request, (topic, read, total) -> {}));
                return true;
            });
        }
    }

    private void awaitTaken(String channel, String alert) {
        await(alert + " at " + channel).atMost(PATIENCE).until(() -> taken(channel, alert) > 0);
    }

    private int taken(String channel, String alert) {
        return (int) flashduty.accepted(pushKey(channel)).stream()
                .filter(received -> received.bodyText().contains(alert + " is not well"))
                .count();
    }

    private AuditReport settled() {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(
                        () -> {
                            try (Ledger ledger = Ledger.open(config, step -> {})) {
                                return AuditRun.of(ledger, Scope.ALL, (topic, read, total) -> {});
                            }
                        },
                        report -> report.deliveries().pending()
                                        + report.webhooks().notRoutedYet()
                                == 0);
    }
}
