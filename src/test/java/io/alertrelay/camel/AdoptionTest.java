package io.alertrelay.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.alert.Severity;
import io.alertrelay.kafka.TopicNames;
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
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a new partition of webhooks takes over from the one that its integrations had before. */
class AdoptionTest {
    private static final int BEFORE = 2;
    private static final int AFTER = 32;

    private final TopicNames names = new TopicNames(SharedBroker.newPrefix());

    @Test
    void theRelaysOwnAlertsAndTestsMoveWithTheirIntegrationsToo() throws Exception {
        WebhookPartitions partitions = raised();
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
        OpenAlert open =
                new OpenAlert(List.of("payments"), Severity.WARNING, "rules", "why", Instant.EPOCH, Instant.EPOCH);
        for (String key : integrations.keySet()) {
            NewRecord record = DecisionRecord.adopted(key, open, 0);
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

    private static WebhookPartitions raised() {
        WebhookPartitions partitions = new WebhookPartitions(BEFORE);
        read(partitions, partitions.order("raise", AFTER, Set.of("relay-a"), "tester"));
        read(partitions, new PartitionsRecord.Moved("raise", "relay-a"));
        return partitions;
    }

    private static void read(WebhookPartitions partitions, PartitionsRecord statement) {
        NewRecord draft = statement.draft();
        partitions.read(new StoredRecord(
                0, 0, Instant.EPOCH, draft.key(), Map.of(), draft.value().orElseThrow()));
    }
}
