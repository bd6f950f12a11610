package io.alertrelay.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alertrelay.config.RelayConfig;
import io.alertrelay.kafka.GroupOffsets;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.NotedOffset;
import io.alertrelay.kafka.RelayTopics;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicSetup;
import io.alertrelay.kafka.TopicWriter;
import io.alertrelay.pipeline.Pipelines;
import io.alertrelay.reading.Resolutions;
import io.alertrelay.record.Place;
import io.alertrelay.record.ReplayDestination;
import io.alertrelay.record.ReplayFilter;
import io.alertrelay.record.ReplayOrder;
import io.alertrelay.record.Resolution;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.testing.TestConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
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

/** Dead letters that Kafka deletes after a redrive of them was ordered. */
@Timeout(120)
class RedriveOfTheGoneTest {
    private static final int LETTERS = 3;
    private static final String NONCE = "7k3m9qxr2ztc5vbn";

    private final TopicNames names = new TopicNames(SharedBroker.newPrefix());
    private final KafkaClients clients = SharedBroker.clients();
    private final Admin admin = clients.admin();
    private final GroupOffsets offsets = new GroupOffsets(admin);
    private RelayConfig config;

    @BeforeEach
    void deadLetters() throws Exception {
        config = TestConfig.load(TestConfig.yaml("{}", 1, 2, 3, ""), Path.of(""));
        new TopicSetup(admin, 1, 1).ensure(new RelayTopics(names, 1).specs(List.of("payments")));
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", SharedBroker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            for (int i = 0; i < LETTERS; i++) {
                send(
                        producer,
                        names.webhooks(),
                        "arms-shared",
                        Bodies.firing("a" + i, "warning", "payments"),
                        Map.of("integration", "arms-shared", "nonce", NONCE));
                letter(producer, "letter " + i, "w0-" + i + "-" + NONCE);
            }
        }
        offsets.move(names.routingGroup(), names.webhooks(), 0, new NotedOffset(LETTERS, ""));
    }

    @AfterEach
    void close() {
        admin.close();
    }

    @Test
    void areLeftOutAndTheOthersAreSent() throws Exception {
        ReplayOrder order = order();
        deleteFirst(1);

        Plan plan = plan(order);

        assertThat(plan.picks().get("payments")).extracting(PlannedEvent::key).containsExactly("letter 1", "letter 2");
        assertThat(plan.leftOut()).containsOnly(Map.entry(Reason.NO_LONGER_KEPT, Tally.NONE.plus("dl-0-0")));
    }

    @Test
    void theGoneAreNotLeftOutIfTheyWereRedrivenBefore() throws Exception {
        ReplayOrder order = order();
        try (TopicWriter writer = new TopicWriter(clients)) {
            Resolutions.write(
                    writer,
                    names.deadLetters(),
                    "letter 0",
                    Resolution.redriven("dl-0-0", "tester", Clock.systemUTC().instant(), "", order.id()));
        }
        deleteFirst(2);

        Plan plan = plan(order);

        assertThat(plan.picks().get("payments")).extracting(PlannedEvent::key).containsExactly("letter 2");
        assertThat(plan.leftOut()).containsOnly(Map.entry(Reason.NO_LONGER_KEPT, Tally.NONE.plus("dl-0-1")));
    }

    @Test
    void ifAllAreGoneNothingIsSent() throws Exception {
        ReplayOrder order = order();
        deleteFirst(LETTERS);

        Plan plan = plan(order);

        assertThat(plan.requests()).isZero();
        assertThat(plan.leftOut().get(Reason.NO_LONGER_KEPT).count()).isEqualTo(LETTERS);
    }

    @Test
    void theGoneCanNotBeOrdered() throws Exception {
        deleteFirst(1);

        assertThatThrownBy(this::order)
                .isInstanceOf(ReplayException.class)
                .hasMessage("dead letter 0:0 is not (or no longer) there");
    }

    private Plan plan(ReplayOrder order) throws ReplayException {
        return new ReplayReading(
                        clients, names, config, new Pipelines(config).rerouter(), 0, (topic, read, total) -> {})
                .plan(order)
                .plan();
    }

    private ReplayOrder order() throws Exception {
        List<Place> letters =
                IntStream.range(0, LETTERS).mapToObj(i -> new Place(0, i)).toList();
        ReplayRequest request = new ReplayRequest(
                Map.of(), Map.of(), ReplayFilter.NONE, new ReplayDestination.ByRules(), 1, false, letters, "tester");
        return new Replays(clients, offsets, names, config, Clock.systemUTC(), 0)
                .propose(request, (topic, read, total) -> {})
                .order();
    }

    private void deleteFirst(long letters) throws Exception {
        admin.deleteRecords(Map.of(new TopicPartition(names.deadLetters(), 0), RecordsToDelete.beforeOffset(letters)))
                .all()
                .get();
    }

    private void letter(KafkaProducer<String, String> producer, String key, String receipt) throws Exception {
        send(producer, names.deadLetters(), key, """
                {"receipt":"%s","index":"0","channel":"payments","alert_key":"%s","integration":"arms-shared",\
                "status":"firing","severity":"Warning","rules":"v1","why":"a rule","reason":"refused",\
                "event":"{\\"title\\":\\"t\\"}"}""".formatted(receipt, key), Map.of("receipt", receipt, "index", "0"));
    }

    private static void send(
            KafkaProducer<String, String> producer, String topic, String key, String value, Map<String, String> headers)
            throws Exception {
        ProducerRecord<String, String> record = new ProducerRecord<>(topic, 0, key, value);
        headers.forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        producer.send(record).get();
    }
}
