package io.alertrelay.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.record.ReplayDestination;
import io.alertrelay.record.ReplayFilter;
import io.alertrelay.record.ReplayOrder;
import io.alertrelay.testing.SharedBroker;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

class ReplayStoreTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final KafkaClients clients = SharedBroker.clients();
    private final TopicNames names = new TopicNames(SharedBroker.newPrefix());
    private final ReplayStore store = new ReplayStore(clients, names);

    @Test
    void ofATopicThatWasRecreatedItShowsWhatIsOrderedThereAndNothingElse() throws Exception {
        ReplayOrder order = PlannerRig.order(new ReplayDestination.ByRules(), ReplayFilter.NONE, false);
        ReplayTable table = new ReplayTable();
        SharedBroker.create(names.replays(), 1);
        store.write(order.named("r1"));
        store.write(order.named("r2"));
        try (Admin admin = clients.admin();
                TopicReader reader = new TopicReader(clients)) {
            long read = store.read(reader, 0, table);
            admin.deleteTopics(List.of(names.replays())).all().get();
            await().atMost(PATIENCE).ignoreExceptions().until(() -> {
                SharedBroker.create(names.replays(), 1);
                return true;
            });
            store.write(order.named("r3"));

            assertThat(store.read(reader, read, table)).isEqualTo(1);
        }

        assertThat(table.all()).extracting(entry -> entry.order().id()).containsExactly("r3");
    }
}
