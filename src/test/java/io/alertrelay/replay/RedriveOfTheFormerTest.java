package io.alertrelay.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.config.RelayConfig;
import io.alertrelay.kafka.GroupOffsets;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.NotedOffset;
import io.alertrelay.kafka.RelayTopics;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicSetup;
import io.alertrelay.record.Place;
import io.alertrelay.record.ReplayDestination;
import io.alertrelay.record.ReplayFilter;
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
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Dead letters of webhooks that were in the topic before it was deleted and recreated. */
@Timeout(120)
class RedriveOfTheFormerTest {
    private static final int WEBHOOKS = 20;
    private static final String NONCE = "7k3m9qxr2ztc5vbn";
    private static final String OTHER_NONCE = "aaaaaaaaaaaaaaaa";

    private final TopicNames names = new TopicNames(SharedBroker.newPrefix());
    private final KafkaClients clients = SharedBroker.clients();

    @Test
    void whatTheNewTopicHasAnotherWebhookInPlaceOfIsTooOld() throws Exception {
        try (Admin admin = clients.admin();
                KafkaProducer<String, String> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", SharedBroker.bootstrapServers()),
                        new StringSerializer(),
                        new StringSerializer())) {
            GroupOffsets offsets = new GroupOffsets(admin);
            new TopicSetup(admin, 1, 1).ensure(new RelayTopics(names, 1).specs(List.of("payments")));
            for (int i = 0; i < WEBHOOKS; i++) {
                webhook(producer, i);
            }
            offsets.move(names.routingGroup(), names.webhooks(), 0, new NotedOffset(WEBHOOKS, ""));
            letter(producer, "behind its end", "w0-5000-" + OTHER_NONCE);
            letter(producer, "in its place", "w0-5-" + OTHER_NONCE);
            letter(producer, "kept", "w0-5-" + NONCE);
            RelayConfig config = TestConfig.load(TestConfig.yaml("{}", 1, 2, 3, ""), Path.of(""));
            Replays replays = new Replays(clients, offsets, names, config, Clock.systemUTC(), 1);

            Plan careful =
                    replays.propose(redrive(false), (topic, read, total) -> {}).plan();
            Plan again =
                    replays.propose(redrive(true), (topic, read, total) -> {}).plan();

            assertThat(careful.picks().get("payments"))
                    .extracting(PlannedEvent::key)
                    .containsExactly("kept");
            assertThat(careful.leftOut().get(Reason.TOO_OLD).count()).isEqualTo(2);
            assertThat(again.picks().get("payments")).hasSize(3);
        }
    }

    private static ReplayRequest redrive(boolean again) {
        List<Place> letters =
                IntStream.range(0, 3).mapToObj(i -> new Place(0, i)).toList();
        return new ReplayRequest(
                Map.of(), Map.of(), ReplayFilter.NONE, new ReplayDestination.ByRules(), 1, again, letters, "tester");
    }

    private void webhook(KafkaProducer<String, String> producer, int number) throws Exception {
        send(
                producer,
                names.webhooks(),
                "arms-shared",
                Bodies.firing("a" + number, "warning", "payments"),
                Map.of("integration", "arms-shared", "nonce", NONCE));
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
