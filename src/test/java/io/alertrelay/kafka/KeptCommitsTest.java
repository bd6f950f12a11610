package io.alertrelay.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.testing.SharedBroker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Kafka forgets a group's offsets, as it does when the group had no members for long. */
@Timeout(120)
class KeptCommitsTest {
    private static final OffsetAndMetadata COMMIT =
            new OffsetAndMetadata(7, "v1 receipts=1042 topic=VX0Jk2Q5S9uN0oWl3lq1Yw");

    private final TopicNames names = new TopicNames(SharedBroker.newPrefix());
    private final String topic = names.channel("gone");
    private final String other = names.channel("other");
    private final TopicPartition partition = new TopicPartition(topic, 0);
    private final Admin admin = SharedBroker.clients().admin();
    private final GroupOffsets offsets = new GroupOffsets(admin);
    private final KeptCommits commits = new KeptCommits(offsets, SharedBroker.clients(), names);

    @BeforeEach
    void create() throws Exception {
        for (String name : List.of(topic, other, names.relays())) {
            SharedBroker.create(name, 1);
        }
    }

    @AfterEach
    void close() {
        admin.close();
    }

    @Test
    void whatKafkaForgotIsCommittedAgainWithItsNoteAndNothingElse() throws Exception {
        commit(new OffsetAndMetadata(3, "v1 receipts=1000"));
        commits.keep(List.of(topic, other));
        commit(COMMIT);
        commits.keep(List.of(topic, other));
        forget();

        assertThat(commits.restore(List.of(topic, other))).isEqualTo(Set.of(topic));

        assertThat(offsets.all(topic)).isEqualTo(Map.of(partition, COMMIT));
        assertThat(offsets.all(other)).isEmpty();
        assertThat(commits.restore(List.of(topic, other))).as("it is there").isEmpty();
    }

    @Test
    void whatWasCommittedSinceStays() throws Exception {
        commit(COMMIT);
        commits.keep(List.of(topic));
        OffsetAndMetadata later = new OffsetAndMetadata(9, "v1 receipts=1100");
        commit(later);

        assertThat(commits.restore(List.of(topic))).isEmpty();

        assertThat(offsets.all(topic)).isEqualTo(Map.of(partition, later));
    }

    @Test
    void whatWasCommittedForATopicThatWasDeletedSaysNothingAboutTheNextOfItsName() throws Exception {
        commit(COMMIT);
        commits.keep(List.of(topic));
        admin.deleteTopics(List.of(topic)).all().get();
        await().until(() -> !offsets.topics(topic).contains(topic));
        SharedBroker.create(topic, 1);

        assertThat(commits.restore(List.of(topic))).isEmpty();

        assertThat(offsets.committed(topic, topic)).isEmpty();
    }

    @Test
    void anOffsetThatAnotherToolSetIsNotCommittedAgainBecauseItDoesNotSayWhereTheReceiptsBegin() throws Exception {
        commit(new OffsetAndMetadata(7));
        commits.keep(List.of(topic));
        forget();

        assertThat(commits.restore(List.of(topic))).isEmpty();
        assertThat(offsets.all(topic)).isEmpty();
    }

    @Test
    void aGroupWithMembersIsLeftAlone() throws Exception {
        commit(COMMIT);
        commits.keep(List.of(topic));
        forget();
        Properties member = new Properties();
        member.put("bootstrap.servers", SharedBroker.bootstrapServers());
        member.put("group.id", topic);
        member.put("enable.auto.commit", "false");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(member, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(topic));
            await().until(() -> {
                consumer.poll(Duration.ofMillis(100));
                return !consumer.assignment().isEmpty();
            });

            assertThat(commits.restore(List.of(topic))).isEmpty();
            commits.keep(List.of(topic));
        }

        assertThat(offsets.committed(topic, topic)).isEmpty();
    }

    private void commit(OffsetAndMetadata commit) throws Exception {
        admin.alterConsumerGroupOffsets(topic, Map.of(partition, commit)).all().get();
    }

    private void forget() throws Exception {
        admin.deleteConsumerGroups(List.of(topic)).all().get();
    }
}
