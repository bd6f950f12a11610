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
import io.alertrelay.record.NewRecord;
import io.alertrelay.record.PartitionsRecord;
import io.alertrelay.record.Place;
import io.alertrelay.record.ReplayDestination;
import io.alertrelay.record.ReplayFilter;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.testing.TestConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Alerts whose integration moved from partition 1 to 3 when there were more partitions of webhooks: from 2 to 4. */
@Timeout(120)
class ReplayOfTheMovedTest {
    private static final int FORMER = 1;
    private static final int NOW = 3;
    private static final int OF_OTHERS = 2;
    private static final String NONCE = "7k3m9qxr2ztc5vbn";
    /** As made of the body. */
    private static final String KEY = "arms-shared:%032x".formatted("a".hashCode());

    private static final Instant LONG_AGO = Instant.now().minus(Duration.ofDays(2));

    private final TopicNames names = new TopicNames(SharedBroker.newPrefix());
    private final KafkaClients clients = SharedBroker.clients();
    private final Admin admin = clients.admin();
    private final GroupOffsets offsets = new GroupOffsets(admin);
    private final Map<String, Long> read = new HashMap<>();
    private final KafkaProducer<String, String> producer = new KafkaProducer<>(
            Map.of("bootstrap.servers", SharedBroker.bootstrapServers()),
            new StringSerializer(),
            new StringSerializer());
    private RelayConfig config;

    @BeforeEach
    void firedBeforeItMovedAndWasResolvedAfter() throws Exception {
        config = TestConfig.load(TestConfig.yaml("{}", 8080, 8081, 8082, ""), Path.of(""));
        new TopicSetup(admin, 1, 1).ensure(new RelayTopics(names, 4).specs(List.of("payments", "platform")));
        NewRecord standing = new PartitionsRecord.Standing(List.of(2, 4)).draft();
        send(
                names.relays(),
                0,
                standing.key(),
                new String(standing.value().orElseThrow(), StandardCharsets.UTF_8),
                Map.of());
        webhook(FORMER, Bodies.firing("a", "warning", "payments"));
        // Two days before, of other integrations that were there.
        send(
                names.webhooks(),
                NOW,
                "arms-shared",
                Bodies.firing("c", "warning", "payments"),
                Map.of("nonce", NONCE),
                LONG_AGO);
        webhook(NOW, Bodies.resolved("a", "warning", "payments"));
        webhook(OF_OTHERS, Bodies.firing("b", "warning", "payments"));
        for (int partition : List.of(FORMER, OF_OTHERS)) {
            offsets.move(names.routingGroup(), names.webhooks(), partition, new NotedOffset(1, ""));
        }
        offsets.move(names.routingGroup(), names.webhooks(), NOW, new NotedOffset(2, ""));
    }

    @AfterEach
    void close() {
        producer.close();
        admin.close();
    }

    @Test
    void aRedriveOpensNothingThatWasResolvedInTheNewPartition() throws Exception {
        letter();

        Plan plan = plan(new ReplayRequest(
                Map.of(),
                Map.of(),
                ReplayFilter.NONE,
                new ReplayDestination.ToChannel("platform"),
                1,
                false,
                List.of(new Place(0, 0)),
                "tester"));

        assertThat(plan.picks()).isEmpty();
        assertThat(plan.leftOut()).containsOnlyKeys(Reason.RESOLVED_SINCE);
    }

    @Test
    void aReplayOfOneReceiptOpensNothingThatWasResolvedInTheNewPartition() throws Exception {
        ReplayFilter receipt = new ReplayFilter(
                Optional.empty(),
                Optional.empty(),
                Set.of("w" + FORMER + "-0-" + NONCE),
                Set.of(),
                Set.of(),
                Set.of(),
                List.of(),
                Optional.empty());

        Plan plan = plan(ofWebhooks(Map.of(), receipt));

        assertThat(plan.picks()).isEmpty();
        assertThat(plan.leftOut()).containsOnlyKeys(Reason.RESOLVED_SINCE);
    }

    @Test
    void aReplayOfTheFormerPartitionReadsThoseThatItsIntegrationsMovedToAndOpensNothingThatWasResolvedThere()
            throws Exception {
        Plan plan = plan(ofWebhooks(Map.of(FORMER, 0L), ReplayFilter.NONE));

        assertThat(plan.picks()).isEmpty();
        assertThat(plan.leftOut()).containsOnlyKeys(Reason.RESOLVED_SINCE);
        assertThat(read).containsEntry(names.webhooks(), 1L);
    }

    private Plan plan(ReplayRequest request) throws Exception {
        ReplayReading reading = new ReplayReading(
                clients,
                names,
                config,
                new Pipelines(config).rerouter(),
                0,
                (topic, done, total) -> read.merge(topic, done, Math::max));
        return reading.plan(new Replays(clients, offsets, names, config, Clock.systemUTC(), 0)
                        .propose(request, (topic, done, total) -> {})
                        .order())
                .plan();
    }

    private static ReplayRequest ofWebhooks(Map<Integer, Long> from, ReplayFilter narrowing) {
        return new ReplayRequest(
                from, Map.of(), narrowing, new ReplayDestination.ByRules(), 1, false, List.of(), "tester");
    }

    private void webhook(int partition, String body) throws Exception {
        send(names.webhooks(), partition, "arms-shared", body, Map.of("nonce", NONCE));
    }

    private void letter() throws Exception {
        String receipt = "w" + FORMER + "-0-" + NONCE;
        send(names.deadLetters(), 0, KEY, """
                {"receipt":"%s","index":"0","channel":"payments","alert_key":"%s","integration":"arms-shared",\
                "status":"firing","severity":"Warning","rules":"v1","why":"a rule","reason":"refused",\
                "event":"{\\"title\\":\\"t\\"}"}""".formatted(receipt, KEY), Map.of("receipt", receipt, "index", "0"));
    }

    private void send(String topic, int partition, String key, String value, Map<String, String> headers)
            throws Exception {
        send(topic, partition, key, value, headers, Instant.now());
    }

    private void send(
            String topic, int partition, String key, String value, Map<String, String> headers, Instant storedAt)
            throws Exception {
        ProducerRecord<String, String> record =
                new ProducerRecord<>(topic, partition, storedAt.toEpochMilli(), key, value);
        Map<String, String> all = new HashMap<>(headers);
        all.put("integration", "arms-shared");
        all.forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        producer.send(record).get();
    }
}
