package io.alertrelay.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.config.RelayConfig;
import io.alertrelay.kafka.GroupOffsets;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.NotedOffset;
import io.alertrelay.kafka.RelayTopics;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.kafka.TopicSetup;
import io.alertrelay.pipeline.Pipelines;
import io.alertrelay.record.OutcomeFilter;
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
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A wall clock that was set back a day since the first webhook of the range was received. */
@Timeout(120)
class ClockSetBackTest {
    private static final Instant BEFORE = Instant.now();
    private static final Instant BACK = BEFORE.minus(Duration.ofDays(1));
    private static final String NONCE = "7k3m9qxr2ztc5vbn";
    /** As made of the body. */
    private static final String KEY = "arms-shared:%032x".formatted("a".hashCode());

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
    void topics() throws Exception {
        config = TestConfig.load(TestConfig.yaml("{}", 8080, 8081, 8082, ""), Path.of(""));
        new TopicSetup(admin, 1, 1).ensure(new RelayTopics(names, 1).specs(List.of("payments")));
    }

    @AfterEach
    void close() {
        producer.close();
        admin.close();
    }

    @Test
    void anOlderStateIsNotSentAfterANewerOneThatWasSentMeanwhile() throws Exception {
        firing(0, BEFORE);
        firing(1, BACK);
        due(0, BACK);
        due(1, BACK);

        Plan plan = plan(range(1, ReplayFilter.NONE), BACK);

        assertThat(plan.requests()).isZero();
        assertThat(plan.leftOut()).containsOnlyKeys(Reason.NEWER_DELIVERED);
    }

    @Test
    void anOlderStateIsNotSentOnceTheClockIsRightAgainEither() throws Exception {
        firing(0, BEFORE);
        firing(1, BACK);
        due(0, BACK);
        due(1, BACK);
        due("of another alert", 7, BEFORE.plusSeconds(60));

        Plan plan = plan(range(1, ReplayFilter.NONE), BEFORE.plusSeconds(100));

        assertThat(plan.requests()).isZero();
        assertThat(plan.leftOut()).containsOnlyKeys(Reason.NEWER_DELIVERED);
    }

    @Test
    void aDeadLetterIsNotSentAfterANewerStateThatWasSentMeanwhile() throws Exception {
        firing(0, BEFORE);
        firing(1, BACK);
        due(0, BACK);
        due(1, BACK);
        letter(0, BACK);

        Plan plan = plan(redrive(), BACK);

        assertThat(plan.requests()).isZero();
        assertThat(plan.leftOut()).containsOnlyKeys(Reason.NEWER_DELIVERED);
    }

    @Test
    void whatEndedMeanwhileIsKnown() throws Exception {
        firing(0, BEFORE);
        due(0, BACK);
        receipt(0, BACK);

        Plan plan = plan(range(1, PlannerRig.only(OutcomeFilter.NEVER_DELIVERED)), BACK);

        assertThat(plan.requests()).isZero();
        assertThat(plan.leftOut()).containsOnlyKeys(Reason.NOT_ASKED_FOR);
    }

    @Test
    void nothingOlderIsReadIfTheClockWasNotSetBack() throws Exception {
        due(7, BACK);
        due(8, BACK);
        firing(0, BEFORE);
        firing(1, BEFORE.plusSeconds(1));
        due(0, BEFORE);
        due(1, BEFORE.plusSeconds(1));

        plan(range(1, ReplayFilter.NONE), BEFORE.plusSeconds(60));

        assertThat(read).containsEntry(names.channel("payments"), 2L);
    }

    private Plan plan(ReplayRequest request, Instant now) throws Exception {
        long webhooks;
        long sent;
        try (TopicReader reader = new TopicReader(clients)) {
            webhooks = reader.ends(names.webhooks()).get(0);
            sent = reader.ends(names.channel("payments")).get(0);
        }
        offsets.move(names.routingGroup(), names.webhooks(), 0, new NotedOffset(webhooks, ""));
        offsets.move(names.channel("payments"), names.channel("payments"), 0, new NotedOffset(sent, ""));
        ReplayReading reading = new ReplayReading(
                clients,
                names,
                config,
                new Pipelines(config).rerouter(),
                0,
                (topic, done, total) -> read.merge(topic, done, Math::max));
        return reading.plan(new Replays(clients, offsets, names, config, Clock.fixed(now, ZoneOffset.UTC), 0)
                        .propose(request, (topic, done, total) -> {})
                        .order())
                .plan();
    }

    private static ReplayRequest range(long to, ReplayFilter narrowing) {
        return new ReplayRequest(
                Map.of(0, 0L),
                Map.of(0, to),
                narrowing,
                new ReplayDestination.ByRules(),
                1,
                false,
                List.of(),
                "tester");
    }

    private static ReplayRequest redrive() {
        return new ReplayRequest(
                Map.of(),
                Map.of(),
                ReplayFilter.NONE,
                new ReplayDestination.ByRules(),
                1,
                false,
                List.of(new Place(0, 0)),
                "tester");
    }

    private void firing(int offset, Instant at) throws Exception {
        send(names.webhooks(), at, "arms-shared", Bodies.firing("a", "warning", "payments"), Map.of("nonce", NONCE));
    }

    private void due(int webhook, Instant at) throws Exception {
        due(KEY, webhook, at);
    }

    private void due(String key, int webhook, Instant at) throws Exception {
        send(
                names.channel("payments"),
                at,
                key,
                "{}",
                Map.of("receipt", of(webhook), "index", "0", "channels", "[\"payments\"]"));
    }

    private void receipt(int webhook, Instant at) throws Exception {
        send(
                names.receipts(),
                at,
                of(webhook) + "/0/payments",
                "{\"outcome\":\"delivered\"}",
                Map.of("receipt", of(webhook), "index", "0", "channel", "payments"));
    }

    private void letter(int webhook, Instant at) throws Exception {
        send(
                names.deadLetters(),
                at,
                KEY,
                """
                {"receipt":"%s","index":"0","channel":"payments","alert_key":"%s","integration":"arms-shared",\
                "status":"firing","severity":"Warning","rules":"v1","why":"a rule","reason":"refused",\
                "event":"{\\"title\\":\\"t\\"}"}""".formatted(of(webhook), KEY),
                Map.of("receipt", of(webhook), "index", "0"));
    }

    private static String of(int webhook) {
        return "w0-" + webhook + "-" + NONCE;
    }

    private void send(String topic, Instant at, String key, String value, Map<String, String> headers)
            throws ExecutionException, InterruptedException {
        ProducerRecord<String, String> record = new ProducerRecord<>(topic, 0, at.toEpochMilli(), key, value);
        Map<String, String> all = new HashMap<>(headers);
        all.put("integration", "arms-shared");
        all.put("received-at", at.toString());
        all.forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        producer.send(record).get();
    }
}
