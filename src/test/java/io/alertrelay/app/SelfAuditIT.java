package io.alertrelay.app;

import static io.alertrelay.testing.TestConfig.DEDICATED_KEY;
import static io.alertrelay.testing.TestConfig.SHARED_KEY;
import static io.alertrelay.testing.TestConfig.pushKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.sandbox.Fault;
import io.alertrelay.sandbox.Received;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.RelayClient;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.testing.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the relay's own audit finds, it tells a channel, and that it is over; also after it was started again. */
@Tag("long")
class SelfAuditIT extends SelfAlertRig {
    private static final String MISSED = "[Alert Relay prod] 1 条投递去向不明 / 1 delivery is unaccounted for";

    @Test
    void tellsWhatIsUnaccountedAndWhenNothingIsAnyMore() throws Exception {
        enableSelfAlerts("");
        String id = RelayClient.requestId(relay.postPatiently(SHARED_KEY, Bodies.firing("a", "warning", "payments")));
        await().atMost(SOON).until(() -> titles("payments").contains("a"));

        copyOfTheDelivery("payments");
        await().atMost(SOON).until(() -> reported(MISSED).contains("Critical"));
        assertThat(relay.health().path("unaccounted").asInt()).isEqualTo(1);
        assertThat(relay.health().path("status").asText()).isEqualTo("degraded");

        copyOfTheDelivery("platform");
        await().atMost(SOON).until(() -> reported(MISSED).contains("Ok"));
        assertThat(reported(MISSED)).containsExactly("Critical", "Ok");
        assertThat(relay.health().has("unaccounted")).as(id).isFalse();
    }

    @Test
    void aRestartEndsOnlyWhatIsOver() throws Exception {
        enableSelfAlerts(", heartbeat: 10s");
        flashduty.faultAlways(pushKey("payments"), new Fault.Status(401, "Unauthorized", "no"));
        post(DEDICATED_KEY, "waits", "nobody");
        await().atMost(SOON)
                .until(() -> new Topics(SharedBroker.bootstrapServers())
                                .read(names.channel("payments"))
                                .size()
                        == 1);
        copyOfTheDelivery("payments");
        await().atMost(SOON)
                .until(() ->
                        reported(HELD).contains("Critical") && reported(MISSED).contains("Critical"));

        app.close();
        int before = reported(HEARTBEAT).size();
        startWith(yaml + SELF_ALERTS.formatted(", heartbeat: 10s"));
        await().atMost(SOON).until(() -> reported(HEARTBEAT).size() >= before + 2);
        assertThat(over()).isZero();

        copyOfTheDelivery("platform");
        flashduty.heal(pushKey("payments"));
        await().atMost(SOON.multipliedBy(2)).until(() -> over() == 2);
        assertThat(reported(HELD)).containsOnlyOnce("Critical");
        assertThat(reported(MISSED)).containsOnlyOnce("Critical");
    }

    /** How many of the two problems; on a slow machine there may be others. */
    private long over() {
        List<Received> all = flashduty.accepted(pushKey("oncall"));
        Set<Optional<String>> keys = all.stream()
                .filter(received -> Stream.of(HELD, MISSED).anyMatch(received.bodyText()::contains))
                .map(Received::alertKey)
                .collect(Collectors.toSet());
        return all.stream()
                .filter(received -> keys.contains(received.alertKey()))
                .filter(received -> received.eventStatus().filter("Ok"::equals).isPresent())
                .count();
    }

    /** As if a second alert of the same webhook had gone to payments and to platform. */
    private void copyOfTheDelivery(String channel) throws Exception {
        ConsumerRecord<String, byte[]> first = new Topics(SharedBroker.bootstrapServers())
                .read(names.channel("payments"))
                .get(0);
        ProducerRecord<String, byte[]> copy =
                new ProducerRecord<>(names.channel(channel), 0, first.key(), first.value(), first.headers());
        Map.of("index", "1", "channels", "[\"payments\",\"platform\"]")
                .forEach((name, text) -> copy.headers().remove(name).add(name, text.getBytes(StandardCharsets.UTF_8)));
        Map<String, Object> broker = Map.of("bootstrap.servers", SharedBroker.bootstrapServers());
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(broker, new StringSerializer(), new ByteArraySerializer())) {
            producer.send(copy).get();
        }
    }
}
