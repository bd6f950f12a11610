package io.alertrelay.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.alert.Severity;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicWriter;
import io.alertrelay.kafka.WebhookPartitions;
import io.alertrelay.pipeline.DecisionHistory;
import io.alertrelay.pipeline.Pipelines;
import io.alertrelay.record.DecisionRecord;
import io.alertrelay.record.KnownNames;
import io.alertrelay.record.NewRecord;
import io.alertrelay.record.OpenAlert;
import io.alertrelay.record.PartitionsRecord;
import io.alertrelay.record.StoredRecord;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.testing.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a new partition of webhooks takes over from the one that its integrations had before. */
class AdoptionTest {
    private static final int BEFORE = 2;
    private static final int AFTER = 32;
    private static final OpenAlert OPEN =
            new OpenAlert(List.of("payments"), Severity.WARNING, "rules", "why", Instant.EPOCH, Instant.EPOCH);

    private final TopicNames names = new TopicNames(SharedBroker.newPrefix());
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void theRelaysOwnAlertsAndTestsMoveWithTheirIntegrationsToo() throws Exception {
        WebhookPartitions partitions = raised(AFTER);
        Map<String, String> integrations = Map.of(
                "arms:a",
                "arms",
                "relay-self:held-payments",
                Pipelines.OWN,
                "relay-test:one",
                Pipelines.testOf("payments"));
        SharedBroker.create(names.decisions(), AFTER);
        Adoption adoption = new Adoption(SharedBroker.clients(), names, partitions);
        DecisionHistory[] before = {
            new DecisionHistory(Duration.ofDays(1), 0), new DecisionHistory(Duration.ofDays(1), 0)
        };
        for (String key : integrations.keySet()) {
            NewRecord record = DecisionRecord.adopted(key, OPEN, 0);
            before[new WebhookPartitions(BEFORE).of(integrations.get(key))].add(
                    new StoredRecord(
                            0,
                            0,
                            Instant.EPOCH,
                            key,
                            Map.of("adopted", "0"),
                            record.value().orElseThrow()),
                    new KnownNames(List.of()));
        }

        for (int partition = BEFORE; partition < AFTER; partition++) {
            adoption.write(partition % BEFORE, partition, before[partition % BEFORE]);
        }

        Map<String, Integer> adopted = new HashMap<>();
        new Topics(SharedBroker.bootstrapServers())
                .read(names.decisions()).stream()
                        .filter(record -> integrations.containsKey(record.key()))
                        .forEach(record -> adopted.put(record.key(), record.partition()));
        Map<String, Integer> moved = new HashMap<>();
        integrations.forEach((key, integration) -> moved.put(key, partitions.of(integration)));
        assertThat(adopted).isEqualTo(moved);
    }

    @Test
    void ofTwoRaisesInARowTheSecondTakesOverWhatTheFirstHasTakenOver() throws Exception {
        KafkaClients clients = SharedBroker.clients();
        WebhookPartitions partitions = raised(4, 8);
        String integration = IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> "arms" + i)
                .filter(name -> partitions.of(name) == 7)
                .findFirst()
                .orElseThrow();
        String key = integration + ":a";
        for (String topic : names.partitioned()) {
            SharedBroker.create(topic, 8);
        }
        try (TopicWriter writer = new TopicWriter(clients)) {
            writer.begin(names.webhooks(), 1, NewRecord.of(integration, new byte[] {1}))
                    .get();
            writer.begin(names.decisions(), 1, DecisionRecord.adopted(key, OPEN, 0))
                    .get();
        }
        OpenAlertsByPartition openAlerts = new OpenAlertsByPartition(
                clients, names, partitions, Duration.ofDays(36_500), 1_000, () -> List.of("payments"));

        Future<?> last = prepared(openAlerts, 7);
        await().until(() -> last.isDone() || isWaiting(clients, 7));
        Future<?> middle = prepared(openAlerts, 3);
        await().until(() -> middle.isDone() || isWaiting(clients, 3));

        assertThat(last).isNotDone();
        assertThat(middle).isNotDone();
        assertThat(takenOver()).isEmpty();

        commit(clients, 1, 1);

        last.get();
        middle.get();
        assertThat(takenOver()).containsExactlyInAnyOrder(3, 7);
        assertThat(openAlerts.ofPartition(7).orElseThrow().size()).isOne();
    }

    private Future<?> prepared(OpenAlertsByPartition openAlerts, int partition) {
        return threads.submit(() -> openAlerts
                .prepare(new TopicPartition(names.webhooks(), partition), 0, Optional.empty())
                .run());
    }

    private boolean isWaiting(KafkaClients clients, int partition) {
        return clients.reads().underWay().stream()
                .anyMatch(line -> line.contains("for " + names.webhooks() + "-" + partition + ":"));
    }

    /** The partitions that have taken over everything. */
    private List<Integer> takenOver() {
        return new Topics(SharedBroker.bootstrapServers())
                .read(names.decisions()).stream()
                        .filter(record -> record.key().equals(":adopted"))
                        .map(ConsumerRecord::partition)
                        .toList();
    }

    private void commit(KafkaClients clients, int partition, long offset) throws Exception {
        try (Admin admin = clients.admin()) {
            admin.alterConsumerGroupOffsets(
                            names.routingGroup(),
                            Map.of(new TopicPartition(names.webhooks(), partition), new OffsetAndMetadata(offset)))
                    .all()
                    .get();
        }
    }

    private static WebhookPartitions raised(int... to) {
        WebhookPartitions partitions = new WebhookPartitions(BEFORE);
        for (int next : to) {
            String id = "raise to " + next;
            read(partitions, partitions.order(id, next, Set.of("relay-a"), "tester"));
            read(partitions, new PartitionsRecord.Moved(id, "relay-a"));
        }
        return partitions;
    }

    private static void read(WebhookPartitions partitions, PartitionsRecord statement) {
        NewRecord draft = statement.draft();
        partitions.read(new StoredRecord(
                0, 0, Instant.EPOCH, draft.key(), Map.of(), draft.value().orElseThrow()));
    }
}
