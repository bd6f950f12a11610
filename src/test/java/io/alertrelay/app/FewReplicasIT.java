package io.alertrelay.app;

import static io.alertrelay.testing.TestConfig.DEDICATED_KEY;
import static io.alertrelay.testing.TestConfig.SHARED_KEY;
import static io.alertrelay.testing.TestConfig.pushKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.kafka.TopicNames;
import io.alertrelay.sandbox.Sandbox;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.FreePorts;
import io.alertrelay.testing.PlainBroker;
import io.alertrelay.testing.RelayClient;
import io.alertrelay.testing.RunningRelay;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A channel's topic that has fewer replicas in sync than it asks for: a broker of its is away. */
@Tag("long")
class FewReplicasIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    private Path folder;

    private final TopicNames names = new TopicNames("alert-relay.");
    private final List<Integer> ports = FreePorts.take(2);

    @Test
    void keepsBackOnlyItsOwnChannelUntilTheBrokerIsBack() throws Exception {
        Vertx vertx = Vertx.vertx();
        try (PlainBroker first = PlainBroker.start(folder.resolve("1"), ports.get(0));
                Sandbox flashduty = Sandbox.start(vertx, 0, Clock.systemUTC());
                RunningRelay relay = RunningRelay.start(
                        "{ brokers: \"%s\", replication: 1, min_insync_replicas: 1 }"
                                .formatted(first.bootstrapServers()),
                        flashduty.port(),
                        folder);
                Admin admin = admin(first)) {
            RelayClient client = relay.client();
            String topic = names.channel("payments");
            PlainBroker second = first.another(folder.resolve("2"), ports.get(1));
            spread(admin, topic);
            await("both are in sync").atMost(PATIENCE).until(() -> inSync(admin, topic) == 2);
            client.postUntilTaken(DEDICATED_KEY, Bodies.firing("before", "critical", "x"));
            awaitTaken(flashduty, "payments", "before");

            second.close();
            await("one is left").atMost(PATIENCE).until(() -> inSync(admin, topic) == 1);
            client.postUntilTaken(SHARED_KEY, Bodies.firing("meanwhile", "critical", "payments"));
            awaitTaken(flashduty, "platform", "meanwhile");
            await().atMost(PATIENCE)
                    .until(() ->
                            client.channel("payments").path("state").asText().equals("held"));
            assertThat(client.channel("payments").path("cause").asText()).contains(topic, "replicas");
            assertThat(client.health().path("status").asText()).isEqualTo("degraded");
            assertThat(client.channel("platform").path("state").asText()).isEqualTo("running");
            assertThat(taken(flashduty, "payments", "meanwhile")).isFalse();

            try (PlainBroker back = first.another(folder.resolve("2"), ports.get(1))) {
                awaitTaken(flashduty, "payments", "meanwhile");
                await().atMost(PATIENCE)
                        .until(() -> client.health().path("status").asText().equals("up"));
                assertThat(back.bootstrapServers()).isNotEmpty();
            }
        } finally {
            vertx.close();
        }
    }

    private static Admin admin(PlainBroker broker) {
        Properties p = new Properties();
        p.put("bootstrap.servers", broker.bootstrapServers());
        return Admin.create(p);
    }

    private static void spread(Admin admin, String topic) throws Exception {
        await().atMost(PATIENCE)
                .until(() -> admin.describeCluster().nodes().get().size() == 2);
        admin.alterPartitionReassignments(
                        Map.of(new TopicPartition(topic, 0), Optional.of(new NewPartitionReassignment(List.of(1, 2)))))
                .all()
                .get();
        admin.incrementalAlterConfigs(Map.of(
                        new ConfigResource(ConfigResource.Type.TOPIC, topic),
                        List.of(new AlterConfigOp(
                                new ConfigEntry("min.insync.replicas", "2"), AlterConfigOp.OpType.SET))))
                .all()
                .get();
    }

    private static int inSync(Admin admin, String topic) throws Exception {
        return admin.describeTopics(List.of(topic))
                .allTopicNames()
                .get()
                .get(topic)
                .partitions()
                .get(0)
                .isr()
                .size();
    }

    private static void awaitTaken(Sandbox flashduty, String channel, String alert) {
        await(alert + " at " + channel).atMost(PATIENCE).until(() -> taken(flashduty, channel, alert));
    }

    private static boolean taken(Sandbox flashduty, String channel, String alert) {
        return flashduty.accepted(pushKey(channel)).stream()
                .anyMatch(received -> received.bodyText().contains(alert + " is not well"));
    }
}
