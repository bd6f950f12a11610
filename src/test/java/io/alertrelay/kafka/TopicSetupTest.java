package io.alertrelay.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.alertrelay.testing.SharedBroker;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.ForwardingAdmin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
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
                        names.decisions(),
                        names.ruleSets(),
                        names.replays(),
                        names.replayed(),
                        names.relays(),
                        names.receipts(),
                        names.deadLetters(),
                        names.quarantine(),
                        names.refusals(),
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
    void aRelayWhoseClockIsAheadOfTheBrokersMayWrite() throws Exception {
        new TopicSetup(admin, 1, 1).ensure(topics.specs(List.of("payments")));

        for (String topic : List.of(names.webhooks(), names.receipts(), names.channel("payments"))) {
            assertThat(setting(topic, "message.timestamp.after.max.ms")).isEqualTo(String.valueOf(Long.MAX_VALUE));
        }
    }

    @Test
    void whatAnEarlierVersionLetKafkaDeleteByAgeIsKeptUntilTheRelayDeletesItAndWhatSomebodySetStays() throws Exception {
        admin.createTopics(List.of(
                        new NewTopic(names.receipts(), 1, (short) 1).configs(Map.of("retention.ms", "2592000000")),
                        new NewTopic(names.quarantine(), 1, (short) 1).configs(Map.of("retention.ms", "86400000"))))
                .all()
                .get();

        new TopicSetup(admin, 1, 1).ensure(topics.specs(List.of("payments")));

        assertThat(setting(names.deadLetters(), "retention.ms")).isEqualTo("-1");
        await().until(() -> setting(names.receipts(), "retention.ms").equals("-1"));
        assertThat(setting(names.quarantine(), "retention.ms")).isEqualTo("86400000");
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
        await().until(() ->
                admin.listTopics().names().get().containsAll(List.of(names.webhooks(), names.channel("payments"))));

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

    @Test
    void oneThatIsUnfitKeepsNoneOfTheOthersFromBeingCreated() throws Exception {
        SharedBroker.create(names.channel("unfit"), 2);
        Map<String, String> unfit = new HashMap<>();
        List<TopicSpec> specs = topics.specs(List.of("unfit", "missing")).stream()
                .filter(spec -> spec.name().startsWith(names.channels()))
                .toList();

        Set<String> created = new TopicSetup(admin, 1, 1).ensureEach(specs, unfit::put);

        assertThat(created).containsExactly(names.channel("missing"));
        assertThat(unfit).containsOnlyKeys(names.channel("unfit"));
        assertThat(unfit.get(names.channel("unfit")))
                .contains("found partitions 2, expected 1", "; found retention.ms 604800000, expected -1")
                .doesNotContain("topic ", System.lineSeparator());
        assertThat(partitions(names.channel("missing"))).isEqualTo(1);
    }

    @Test
    void oneThatTooFewBrokersAreUpToCreateIsNamed() throws Exception {
        Map<String, String> unfit = new HashMap<>();
        TopicSpec spec = new TopicSpec(names.channel("new"), 1, true, Map.of());

        Set<String> created = new TopicSetup(admin, 3, 2).ensureEach(List.of(spec), unfit::put);

        assertThat(created).isEmpty();
        assertThat(unfit.get(spec.name())).contains("it can't be created", "InvalidReplicationFactor");
    }

    @Test
    void refusesATopicThatSomebodyElseCreatesInTheSameMomentWithWeakerSettings() {
        TopicSpec spec = new TopicSpec(names.receipts(), 1, true, Map.of());

        try (Admin slower = new SlowerAdmin(spec.name())) {
            assertThatThrownBy(() -> new TopicSetup(slower, 1, 2).ensure(List.of(spec)))
                    .isInstanceOf(UnfitTopicException.class)
                    .hasMessageContaining(names.receipts() + ": found min.insync.replicas 1, expected at least 2");
        }
    }

    /** Somebody else creates the topic just before this one does. */
    private static final class SlowerAdmin extends ForwardingAdmin {
        private final String topic;

        private SlowerAdmin(String topic) {
            super(Map.of("bootstrap.servers", SharedBroker.bootstrapServers()));
            this.topic = topic;
        }

        @Override
        public CreateTopicsResult createTopics(Collection<NewTopic> topics, CreateTopicsOptions options) {
            try {
                if (topics.stream().anyMatch(one -> one.name().equals(topic))) {
                    SharedBroker.create(topic, 1);
                }
            } catch (ExecutionException | InterruptedException e) {
                throw new AssertionError(e);
            }
            return super.createTopics(topics, options);
        }
    }

    @Test
    void decisionsHaveAsManyPartitionsAsWebhooksReallyHasAndAreCompactedNotTooSoon() throws Exception {
        create(names.webhooks(), 3, Map.of("retention.ms", "-1"));

        new TopicSetup(admin, 1, 1).ensure(topics.specs(List.of("payments")));

        assertThat(partitions(names.decisions())).isEqualTo(3);
        assertThat(setting(names.decisions(), "cleanup.policy")).isEqualTo("compact");
        assertThat(setting(names.decisions(), "min.compaction.lag.ms")).isEqualTo("86400000");
    }

    @Test
    void refusesDecisionsWithFewerPartitionsThanWebhooksAndSaysWhatToDo() throws Exception {
        Map<String, String> compacted = Map.of("cleanup.policy", "compact", "min.compaction.lag.ms", "86400000");
        create(names.webhooks(), 4, Map.of("retention.ms", "-1"));
        create(names.decisions(), 2, compacted);

        assertThatThrownBy(() -> new TopicSetup(admin, 1, 1).ensure(topics.specs(List.of())))
                .isInstanceOf(UnfitTopicException.class)
                .hasMessage("topic " + names.decisions() + ": found partitions 2, expected 4, as many as "
                        + names.webhooks() + " has; add them: kafka-topics.sh --alter --topic " + names.decisions()
                        + " --partitions 4");
    }

    @Test
    void moreDecisionsThanWebhooksAreThoseOfARaiseThatHasNotComeToWebhooksYet() throws Exception {
        create(names.webhooks(), 1, Map.of("retention.ms", "-1"));
        create(names.decisions(), 2, Map.of("cleanup.policy", "compact", "min.compaction.lag.ms", "86400000"));

        new TopicSetup(admin, 1, 1).ensure(topics.specs(List.of()));

        assertThat(partitions(names.replayed())).isEqualTo(1);
    }

    @Test
    void refusesDecisionsThatAreNotCompactedOrTooSoon() throws Exception {
        create(names.webhooks(), 2, Map.of("retention.ms", "-1"));
        create(names.decisions(), 2, Map.of("cleanup.policy", "delete"));

        assertThatThrownBy(() -> new TopicSetup(admin, 1, 1).ensure(topics.specs(List.of())))
                .hasMessageContaining(names.decisions() + ": found cleanup.policy delete, expected compact")
                .hasMessageContaining("found min.compaction.lag.ms 0, expected at least 86400000");
    }

    @Test
    void aClusterThatHidesTheSettingsOfATopicIsRefusedWithASentence() {
        TopicSpec webhooks = topics.specs(List.of()).stream()
                .filter(spec -> spec.name().equals(names.webhooks()))
                .findFirst()
                .orElseThrow();

        List<TopicMistake> mistakes = new TopicRequirements(0, 1)
                .mistakes(
                        webhooks,
                        new TopicDescription(webhooks.name(), false, List.of()),
                        new Config(List.of(new ConfigEntry("cleanup.policy", "delete"))));

        assertThat(mistakes)
                .singleElement()
                .extracting(TopicMistake::sentence)
                .asString()
                .startsWith(
                        "topic " + webhooks.name() + ": the cluster does not show its settings min.insync.replicas, ")
                .doesNotContain("cleanup.policy")
                .contains("DescribeConfigs");
    }

    private void create(String topic, int partitions, Map<String, String> config) throws Exception {
        Map<String, String> all = new HashMap<>(config);
        all.put("max.message.bytes", String.valueOf(MessageSize.MAX_BYTES));
        all.put("unclean.leader.election.enable", "false");
        admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1).configs(all)))
                .all()
                .get();
        await().until(() -> admin.listTopics().names().get().contains(topic));
    }

    private int partitions(String topic) throws Exception {
        return admin.describeTopics(List.of(topic))
                .allTopicNames()
                .get()
                .get(topic)
                .partitions()
                .size();
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
