package io.alertrelay.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alertrelay.testing.SharedBroker;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TopicSetupTest {
    private final Admin admin = SharedBroker.clients().admin();
    private final TopicNames names = new TopicNames(SharedBroker.newPrefix());
    private final RelayTopics topics = new RelayTopics(names, 2);

    @AfterEach
    void closeAdmin() {
        admin.close();
    }

    @Test
    void createsWhatIsMissingAndAcceptsItWhenItStartsAgain() throws Exception {
        List<TopicSpec> specs = topics.specs(List.of("payments"));
        TopicSetup setup = new TopicSetup(admin, 1, 1);

        Set<String> first = setup.ensure(specs);
        Set<String> second = setup.ensure(specs);

        assertThat(first)
                .containsExactlyInAnyOrder(
                        names.webhooks(),
                        names.receipts(),
                        names.deadLetters(),
                        names.quarantine(),
                        names.channel("payments"));
        assertThat(second).isEmpty();
    }

    @Test
    void kafkaNeverDeletesWhatMayStillWait() throws Exception {
        new TopicSetup(admin, 1, 1).ensure(topics.specs(List.of("payments")));

        assertThat(setting(names.webhooks(), "retention.ms")).isEqualTo("-1");
        assertThat(setting(names.channel("payments"), "retention.ms")).isEqualTo("-1");
    }

    @Test
    void refusesTopicsThatWouldBreakAPromiseAndNamesAllOfThem() throws Exception {
        admin.createTopics(List.of(
                        new NewTopic(names.webhooks(), 2, (short) 1).configs(Map.of("cleanup.policy", "compact")),
                        new NewTopic(names.channel("payments"), 3, (short) 1)
                                .configs(Map.of(
                                        "retention.ms",
                                        "1000",
                                        "retention.bytes",
                                        "5",
                                        "max.message.bytes",
                                        "1000000",
                                        "unclean.leader.election.enable",
                                        "true"))))
                .all()
                .get();

        assertThatThrownBy(() -> new TopicSetup(admin, 3, 2).ensure(topics.specs(List.of("payments"))))
                .isInstanceOf(UnfitTopicException.class)
                .hasMessageContaining(names.webhooks() + ": found cleanup.policy compact, expected delete")
                .hasMessageContaining("found replication factor 1, expected at least 3 (kafka.replication)")
                .hasMessageContaining("found min.insync.replicas 1, expected at least 2 (kafka.min_insync_replicas)")
                .hasMessageContaining(names.channel("payments") + ": found partitions 3, expected 1")
                .hasMessageContaining("found retention.ms 1000, expected -1")
                .hasMessageContaining("found retention.bytes 5, expected -1")
                .hasMessageContaining("found max.message.bytes 1000000, expected at least")
                .hasMessageContaining("found unclean.leader.election.enable true, expected false");
    }

    private String setting(String topic, String name) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return admin.describeConfigs(List.of(resource))
                .all()
                .get()
                .get(resource)
                .get(name)
                .value();
    }
}
