package io.alertrelay.app;

import static io.alertrelay.testing.TestConfig.DEDICATED_KEY;
import static io.alertrelay.testing.TestConfig.SHARED_KEY;
import static io.alertrelay.testing.TestConfig.pushKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.WebhookPartitions;
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
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A partition of webhooks whose only broker is away: Kafka is not, and the rest of the relay works. */
@Tag("long")
class LeaderlessPartitionIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    /** The fewest with which the two integrations do not share a partition. */
    private static final int PARTITIONS = IntStream.range(2, 100)
            .filter(count -> partition(count, "arms-shared") != partition(count, "arms-dedicated"))
            .findFirst()
            .orElseThrow();

    private static final int DEDICATED = partition(PARTITIONS, "arms-dedicated");

    @TempDir
    private Path folder;

    private final String webhooks = new TopicNames("alert-relay.").webhooks();
    private final List<Integer> ports = FreePorts.take(2);

    @Test
    void isNamedWithTheIntegrationsThatItConcernsAndTheOthersAreServedAlsoByARelayThatStartsThen() throws Exception {
        Vertx vertx = Vertx.vertx();
        try (PlainBroker first = PlainBroker.start(folder.resolve("1"), ports.get(0));
                Sandbox flashduty = Sandbox.start(vertx, 0, Clock.systemUTC());
                Admin admin = admin(first)) {
            try (RunningRelay running = start(first, flashduty)) {
                RelayClient relay = running.client();
                PlainBroker second = first.another(folder.resolve("2"), ports.get(1));
                moveToSecond(admin);
                relay.postUntilTaken(DEDICATED_KEY, Bodies.firing("before", "critical", "x"));
                awaitTaken(flashduty, "payments", "before");

                second.close();
                await().atMost(PATIENCE).until(() -> !problem(relay).isMissingNode());
                assertThat(problem(relay).path("of").asText()).isEqualTo(webhooks + "-" + DEDICATED);
                assertThat(problem(relay).path("means").asText())
                        .isEqualTo("webhooks of arms-dedicated are answered 503; the others are not affected");
                relay.postUntilTaken(SHARED_KEY, Bodies.firing("meanwhile", "critical", "platform"));
                awaitTaken(flashduty, "platform", "meanwhile");
                assertThat(relay.post(DEDICATED_KEY, Bodies.firing("refused", "critical", "x"))
                                .statusCode())
                        .isEqualTo(503);
                // Longer than a part may make no progress.
                await().during(Duration.ofSeconds(30)).atMost(PATIENCE).until(() -> serves(relay));
            }

            try (RunningRelay again = start(first, flashduty)) {
                RelayClient relay = again.client();
                relay.postUntilTaken(SHARED_KEY, Bodies.firing("restarted", "critical", "platform"));
                awaitTaken(flashduty, "platform", "restarted");

                try (PlainBroker back = first.another(folder.resolve("2"), ports.get(1))) {
                    relay.postUntilTaken(DEDICATED_KEY, Bodies.firing("after", "critical", "x"));
                    awaitTaken(flashduty, "payments", "after");
                    await().atMost(PATIENCE)
                            .until(() -> relay.health().path("status").asText().equals("up"));
                    assertThat(back.bootstrapServers()).isNotEmpty();
                }
            }
        } finally {
            vertx.close();
        }
    }

    private RunningRelay start(PlainBroker broker, Sandbox flashduty) throws Exception {
        return RunningRelay.start(
                "{ brokers: \"%s\", replication: 1, min_insync_replicas: 1, webhooks_partitions: %d }"
                        .formatted(broker.bootstrapServers(), PARTITIONS),
                flashduty.port(),
                folder);
    }

    private static boolean serves(RelayClient relay) throws Exception {
        JsonNode health = relay.health();
        return health.path("status").asText().equals("degraded")
                && health.at("/kafka/reachable").asBoolean()
                && health.path("problems").size() == 1
                && relay.get("/health/ready").statusCode() == 200;
    }

    /** What health says of partitions without a leader. */
    private static JsonNode problem(RelayClient relay) {
        JsonNode problems = relay.health().path("problems");
        return IntStream.range(0, problems.size())
                .mapToObj(problems::get)
                .filter(problem -> problem.path("what").asText().equals("leader"))
                .filter(problem -> problem.path("cause").asText().startsWith("without a leader"))
                .findFirst()
                .orElseGet(() -> problems.path("none"));
    }

    private static int partition(int count, String integration) {
        return new WebhookPartitions(count).of(integration);
    }

    private static Admin admin(PlainBroker broker) {
        Properties p = new Properties();
        p.put("bootstrap.servers", broker.bootstrapServers());
        return Admin.create(p);
    }

    private void moveToSecond(Admin admin) throws Exception {
        await().atMost(PATIENCE)
                .until(() -> admin.describeCluster().nodes().get().size() == 2);
        admin.alterPartitionReassignments(Map.of(
                        new TopicPartition(webhooks, DEDICATED), Optional.of(new NewPartitionReassignment(List.of(2)))))
                .all()
                .get();
        await("it has moved")
                .atMost(PATIENCE)
                .until(() -> admin.describeTopics(List.of(webhooks))
                                .allTopicNames()
                                .get()
                                .get(webhooks)
                                .partitions()
                                .get(DEDICATED)
                                .leader()
                                .id()
                        == 2);
    }

    private static void awaitTaken(Sandbox flashduty, String channel, String alert) {
        await(alert + " at " + channel)
                .atMost(PATIENCE)
                .until(() -> flashduty.accepted(pushKey(channel)).stream()
                        .anyMatch(received -> received.bodyText().contains(alert + " is not well")));
    }
}
