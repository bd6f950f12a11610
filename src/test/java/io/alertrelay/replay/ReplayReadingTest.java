package io.alertrelay.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.config.RelayConfig;
import io.alertrelay.kafka.GroupOffsets;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.NotedOffset;
import io.alertrelay.kafka.RelayTopics;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicSetup;
import io.alertrelay.pipeline.Pipelines;
import io.alertrelay.record.HeaderNames;
import io.alertrelay.record.ReplayDestination;
import io.alertrelay.record.ReplayFilter;
import io.alertrelay.record.ReplayOrder;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.testing.TestConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A plan is the same, however many threads help to make it. */
@Timeout(120)
class ReplayReadingTest {
    private static final int PARTITIONS = 3;
    private static final int OF_EACH = 1_700;
    private static final int ALERTS = 400;
    private static final List<String> CHANNELS = List.of("payments", "platform", "oncall");

    private final TopicNames names = new TopicNames(SharedBroker.newPrefix());
    private final KafkaClients clients = SharedBroker.clients();
    private final Admin admin = clients.admin();
    private final GroupOffsets offsets = new GroupOffsets(admin);
    private RelayConfig config;

    @BeforeEach
    void webhooksAreStored() throws Exception {
        config = TestConfig.load(TestConfig.yaml("{}", 8080, 8081, 8082, ""), Path.of(""));
        new TopicSetup(admin, 1, 1).ensure(new RelayTopics(names, PARTITIONS).specs(CHANNELS));
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", SharedBroker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            for (int i = 0; i < PARTITIONS * OF_EACH; i++) {
                producer.send(webhook(i));
                producer.send(due(i));
            }
        }
        for (int p = 0; p < PARTITIONS; p++) {
            offsets.move(names.routingGroup(), names.webhooks(), p, new NotedOffset(OF_EACH, ""));
        }
    }

    @AfterEach
    void close() {
        admin.close();
    }

    @Test
    void severalThreadsMakeThePlanOfOneThoughSomeWebhooksAreUnreadable() throws Exception {
        ReplayOrder order = order();

        Plan alone = plan(order, 0);

        assertThat(alone.webhooks()).isEqualTo((long) PARTITIONS * OF_EACH);
        assertThat(alone.unreadable().count()).isGreaterThan(50);
        assertThat(alone.requests()).isGreaterThan(100);
        assertThat(alone.leftOut()).containsKey(Reason.STILL_WAITS);
        assertThat(plan(order, 1)).isEqualTo(alone);
        assertThat(plan(order, 3)).isEqualTo(alone);
    }

    @Test
    void severalThreadsMakeThePlanOfOneThoughTheBeginningWasDeletedSinceItWasOrdered() throws Exception {
        ReplayOrder order = order();
        admin.deleteRecords(Map.of(new TopicPartition(names.webhooks(), 1), RecordsToDelete.beforeOffset(1_234)))
                .all()
                .get();

        Plan alone = plan(order, 0);

        assertThat(alone.webhooks()).isEqualTo((long) PARTITIONS * OF_EACH - 1_234);
        assertThat(plan(order, 2)).isEqualTo(alone);
    }

    private Plan plan(ReplayOrder order, int threads) throws ReplayException {
        AtomicLong webhooks = new AtomicLong();
        Plan plan = new ReplayReading(
                        clients, names, config, new Pipelines(config).rerouter(), threads, (topic, read, total) -> {
                            if (topic.equals(names.webhooks())) {
                                webhooks.set(Math.max(webhooks.get(), read));
                            }
                        })
                .plan(order)
                .plan();
        assertThat(webhooks).hasValue(plan.webhooks());
        return plan;
    }

    private ReplayOrder order() throws Exception {
        Map<Integer, Long> from = Map.of(0, 0L, 1, 0L, 2, 0L);
        Map<Integer, Long> to = Map.of(0, (long) OF_EACH, 1, (long) OF_EACH, 2, (long) OF_EACH);
        ReplayRequest request = new ReplayRequest(
                from, to, ReplayFilter.NONE, new ReplayDestination.ByRules(), 1, false, List.of(), "tester");
        return new Replays(clients, offsets, names, config, Clock.systemUTC(), 0)
                .propose(request, (topic, read, total) -> {})
                .order();
    }

    /**
     * Of some hundred alerts, each in a partition of its own, that fire, remind and recover; one in 31
     * of the first partition is unreadable: examples are named as they are read, which partition comes first is open.
     */
    private ProducerRecord<String, String> webhook(int i) {
        String name = "a" + i % ALERTS / PARTITIONS * PARTITIONS + "-" + i % PARTITIONS;
        String readable = i / ALERTS % 3 == 2
                ? Bodies.resolved(name, "warning", CHANNELS.get(i % CHANNELS.size()))
                : Bodies.firing(name, i % 5 == 0 ? "critical" : "warning", CHANNELS.get(i % CHANNELS.size()));
        return record(
                names.webhooks(),
                i % PARTITIONS,
                "arms-shared",
                i % 31 == 30 && i % PARTITIONS == 0 ? "{" : readable,
                Map.of(HeaderNames.NONCE, nonce(i)));
    }

    /** That of every other alert went to oncall. */
    private ProducerRecord<String, String> due(int i) {
        return record(
                names.channel("oncall"),
                0,
                i % 7 == 0 ? "arms-shared:" + i : key(i),
                "{}",
                Map.of(
                        HeaderNames.RECEIPT,
                        "w" + i % PARTITIONS + "-" + i / PARTITIONS + "-" + nonce(i),
                        HeaderNames.INDEX,
                        "0",
                        HeaderNames.CHANNELS,
                        "[\"oncall\"]"));
    }

    private static String key(int i) {
        return "arms-shared:" + i % 50;
    }

    private static String nonce(int i) {
        return "%016d".formatted(i);
    }

    private static ProducerRecord<String, String> record(
            String topic, int partition, String key, String value, Map<String, String> headers) {
        ProducerRecord<String, String> record = new ProducerRecord<>(topic, partition, key, value);
        List<Map.Entry<String, String>> all = new ArrayList<>(headers.entrySet());
        all.add(Map.entry(HeaderNames.INTEGRATION, "arms-shared"));
        all.add(Map.entry(HeaderNames.RECEIVED_AT, Instant.now().toString()));
        all.forEach(header ->
                record.headers().add(header.getKey(), header.getValue().getBytes(StandardCharsets.UTF_8)));
        return record;
    }
}
