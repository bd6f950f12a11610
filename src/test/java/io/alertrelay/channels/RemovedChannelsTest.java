package io.alertrelay.channels;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.kafka.Backlog;
import io.alertrelay.kafka.GroupOffsets;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.KeptCommits;
import io.alertrelay.kafka.Lag;
import io.alertrelay.kafka.NotedOffset;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicWriter;
import io.alertrelay.testing.SharedBroker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class RemovedChannelsTest {
    private final TopicNames names = new TopicNames(SharedBroker.newPrefix());
    private final String drained = names.channel("drained");
    private final String waiting = names.channel("waiting");
    private final KafkaClients clients = SharedBroker.clients();
    private final Admin admin = clients.admin();
    private final GroupOffsets offsets = new GroupOffsets(admin);
    private final Backlog backlog = new Backlog(admin, Duration.ofSeconds(60));
    private final RemovedChannels removed = new RemovedChannels(clients, offsets, backlog, names, List::of);

    @BeforeEach
    void oneIsDrainedAndInTheOtherOneOfThreeWaits() throws Exception {
        SharedBroker.create(names.relays(), 1);
        for (String topic : List.of(drained, waiting)) {
            SharedBroker.create(topic, 1);
            try (TopicWriter writer = new TopicWriter(clients)) {
                for (int i = 0; i < 3; i++) {
                    writer.write(topic, "key", "{}".getBytes(StandardCharsets.UTF_8));
                }
            }
        }
        offsets.move(drained, drained, 0, new NotedOffset(3, "v1 receipts=3"));
        offsets.move(waiting, waiting, 0, new NotedOffset(2, "v1 receipts=5"));
    }

    @AfterEach
    void close() {
        admin.close();
    }

    @Test
    void whatIsSettledDoesNotWaitAgainWhenKafkaHasForgottenTheOffsets() throws Exception {
        RemovedChannels.RemovedChannel one = new RemovedChannels.RemovedChannel("waiting", waiting, 1);
        assertThat(removed.among(lags())).containsExactly(one);
        new KeptCommits(offsets, clients, names).keep(List.of(drained, waiting));
        admin.deleteConsumerGroups(List.of(drained, waiting)).all().get();

        assertThat(removed.among(lags())).containsExactly(one);

        assertThat(removed.among(lags())).containsExactly(one);
        assertThat(removed.name("drained")).isEmpty();
    }

    private Map<String, Map<Integer, Lag>> lags() throws Exception {
        return backlog.read(Map.of(drained, drained, waiting, waiting));
    }
}
