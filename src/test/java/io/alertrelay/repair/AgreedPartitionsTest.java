package io.alertrelay.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicWriter;
import io.alertrelay.kafka.WebhookPartitions;
import io.alertrelay.reading.StartException;
import io.alertrelay.record.PartitionsRecord;
import io.alertrelay.testing.SharedBroker;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Partitions of webhooks are raised while bodies of quarantine are stored one by one. */
@Timeout(120)
class AgreedPartitionsTest {
    private final KafkaClients clients = SharedBroker.clients();
    private final TopicNames names = new TopicNames(SharedBroker.newPrefix());

    @Test
    void nothingMoreIsStoredOnceTheyAreBeingRaisedOrWere() throws Exception {
        SharedBroker.create(names.webhooks(), 2);
        SharedBroker.create(names.relays(), 1);
        try (TopicWriter writer = new TopicWriter(clients);
                AgreedPartitions partitions = new AgreedPartitions(clients, names)) {
            assertThat(partitions.of("arms-prod")).isEqualTo(new WebhookPartitions(2).of("arms-prod"));

            PartitionsRecord raise = new WebhookPartitions(2).order("the-raise", 4, Set.of("relay-a"), "tester");
            writer.write(names.relays(), raise.draft());

            assertThatThrownBy(() -> partitions.of("arms-prod"))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("are being raised");
            assertThatThrownBy(() -> new AgreedPartitions(clients, names)).isInstanceOf(StartException.class);

            writer.write(names.relays(), new PartitionsRecord.Moved("the-raise", "relay-a").draft());

            assertThatThrownBy(() -> partitions.of("arms-prod")).isInstanceOf(StartException.class);
            try (AgreedPartitions now = new AgreedPartitions(clients, names)) {
                assertThat(now.of("arms-prod")).isEqualTo(new WebhookPartitions(4).of("arms-prod"));
            }
        }
    }
}
