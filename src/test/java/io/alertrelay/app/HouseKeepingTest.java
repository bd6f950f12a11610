package io.alertrelay.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.kafka.GroupOffsets;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.KeptCommits;
import io.alertrelay.kafka.NotedOffset;
import io.alertrelay.kafka.OldRecords;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.watchdog.Job;
import io.alertrelay.watchdog.Watchdog;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class HouseKeepingTest {
    private final TopicNames names = new TopicNames(SharedBroker.newPrefix());
    private final String topic = names.channel("gone");
    private final KafkaClients clients = SharedBroker.clients();
    private final Admin admin = clients.admin();
    private final GroupOffsets offsets = new GroupOffsets(admin);
    private HouseKeeping keeping;

    @BeforeEach
    void start() throws Exception {
        for (String name : List.of(
                topic,
                names.relays(),
                names.webhooks(),
                names.replayed(),
                names.receipts(),
                names.deadLetters(),
                names.quarantine(),
                names.refusals())) {
            SharedBroker.create(name, 1);
        }
        keeping = new HouseKeeping(
                new OldRecords(admin, clients, InstantSource.system(), () -> {}),
                names,
                offsets,
                Optional.of(new KeptCommits(offsets, clients, names)),
                Duration.ofDays(7),
                new Watchdog(System::nanoTime).stage(Job.HOUSE_KEEPING, "", HouseKeeping.LIMIT));
        keeping.start();
    }

    @AfterEach
    void stop() {
        keeping.close();
        admin.close();
    }

    @Test
    void whatTheGroupOfAChannelHadCommittedIsCommittedAgainWhenKafkaHasForgottenIt() throws Exception {
        NotedOffset committed = new NotedOffset(7, "v1 receipts=1042");
        offsets.move(topic, topic, 0, committed);
        keeping.now();
        await().until(this::isNoted);
        admin.deleteConsumerGroups(List.of(topic)).all().get();
        assertThat(offsets.commit(topic, topic, 0)).isEmpty();

        keeping.now();

        await().untilAsserted(() -> assertThat(offsets.commit(topic, topic, 0)).contains(committed));
    }

    @Test
    void theLastOldRecordStaysOfWebhooksButNotOfChannels() throws Exception {
        List<String> settled = List.of(names.webhooks(), topic);
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", SharedBroker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            for (String name : settled) {
                SharedBroker.configure(name, "retention.ms", "-1");
                for (int daysOld : new int[] {10, 9, 0}) {
                    long at = Instant.now().minus(Duration.ofDays(daysOld)).toEpochMilli();
                    producer.send(new ProducerRecord<>(name, 0, at, "k", "v")).get();
                }
            }
        }
        offsets.move(names.routingGroup(), names.webhooks(), 0, new NotedOffset(3, ""));
        offsets.move(topic, topic, 0, new NotedOffset(3, ""));

        keeping.now();

        await().untilAsserted(() -> assertThat(firstLeft(topic)).isEqualTo(2));
        assertThat(firstLeft(names.webhooks())).isEqualTo(1);
    }

    private long firstLeft(String name) {
        try (TopicReader reader = new TopicReader(clients)) {
            return reader.start(new TopicPartition(name, 0));
        }
    }

    private boolean isNoted() {
        try (TopicReader reader = new TopicReader(clients)) {
            return reader.end(new TopicPartition(names.relays(), 0)) > 0;
        }
    }
}
