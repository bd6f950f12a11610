package io.alertrelay.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.Severity;
import io.alertrelay.record.Delivery;
import io.alertrelay.record.HeaderNames;
import io.alertrelay.record.Place;
import io.alertrelay.record.UnreadableRecordException;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.testing.WebhookReceipts;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RepeatedDeliveriesTest {
    private static final Instant RECEIVED = Instant.now();
    private static final Optional<String> MARKED = Optional.of("true");
    private static final Optional<String> REPLAYED = Optional.of(RECEIVED.toString());
    private static final Optional<String> UNMARKED = Optional.empty();

    private final String prefix = SharedBroker.newPrefix();
    private final String receipts = prefix + "receipts";
    private final TopicPartition partition = new TopicPartition(prefix + "channel.payments", 0);
    private final RepeatedDeliveries repeats = new RepeatedDeliveries(SharedBroker.clients(), receipts);

    @BeforeEach
    void createTopic() throws Exception {
        SharedBroker.create(partition.topic(), 1);
        SharedBroker.create(receipts, 1);
    }

    @Test
    void aMarkedOneIsARepeatIfItHadEndedInATopicThatWasDeletedSince() throws Exception {
        settle(7, "0:41", Optional.empty());
        settle(8, "0:42", Optional.of("r1"));
        repeats.startAt(partition, 0, false).run();

        assertThat(repeats.repeats(partition, delivery(7, 0, Optional.empty()), MARKED))
                .isTrue();
        assertThat(repeats.repeats(partition, delivery(8, 1, Optional.empty()), MARKED))
                .isFalse();
        assertThat(repeats.repeats(partition, delivery(8, 2, Optional.of("r1")), REPLAYED))
                .isTrue();
    }

    @Test
    void aMarkedOneThatHadEndedIsARepeatThoughTheClockWasSetBackSinceItsWebhook() throws Exception {
        settle(7, "0:41", Optional.empty());
        Instant ahead = RECEIVED.plus(Duration.ofHours(24));

        assertThat(repeats.repeats(partition, delivery(7, 0, ahead, Optional.empty()), MARKED))
                .isTrue();
    }

    @Test
    void whatEndedInAnotherChannelOrNeverWasInTheTopicMakesNoRepeat() throws Exception {
        settle(7, "0:-1", Optional.empty());
        settle("orders", 8, "0:41", Optional.empty());

        assertThat(repeats.repeats(partition, delivery(7, 0, Optional.empty()), MARKED))
                .isFalse();
        assertThat(repeats.repeats(partition, delivery(8, 1, Optional.empty()), MARKED))
                .isFalse();
    }

    @Test
    void aMarkedOneThatStandsEarlierInTheTopicIsARepeatThoughItWasReadBeforeTheLastStart() throws Exception {
        store(7, Optional.empty());
        store(8, Optional.empty());

        assertThat(repeats.repeats(partition, delivery(7, 2, Optional.empty()), MARKED))
                .isTrue();
        assertThat(repeats.repeats(partition, delivery(9, 3, Optional.empty()), MARKED))
                .isFalse();
        assertThat(repeats.repeats(partition, delivery(8, 4, Optional.empty()), MARKED))
                .isTrue();
    }

    @Test
    void aMarkedOneIsARepeatThoughTheClockWasSetBackBetweenItsWebhookAndItsFirstCopy() throws Exception {
        store(7, Optional.empty());
        store(8, Optional.empty());
        store(7, Optional.empty());
        store(9, Optional.empty());
        Instant ahead = RECEIVED.plus(Duration.ofHours(23));

        assertThat(repeats.repeats(partition, delivery(7, 2, ahead, Optional.empty()), MARKED))
                .isTrue();
        assertThat(repeats.repeats(partition, delivery(9, 3, ahead, Optional.empty()), MARKED))
                .isFalse();
        assertThat(repeats.repeats(partition, delivery(8, 4, Optional.empty()), MARKED))
                .isTrue();
    }

    @Test
    void aReplayOfItIsNoCopyOfIt() throws Exception {
        store(7, Optional.of("r1"));

        assertThat(repeats.repeats(partition, delivery(7, 1, Optional.empty()), MARKED))
                .isFalse();
        assertThat(repeats.repeats(partition, delivery(7, 2, Optional.of("r2")), UNMARKED))
                .isFalse();
    }

    @Test
    void aMarkedReplayIsARepeatIfTheSameReplayStandsEarlierInTheTopic() throws Exception {
        store(7, Optional.of("r1"));

        assertThat(repeats.repeats(partition, delivery(7, 1, Optional.of("r1")), REPLAYED))
                .isTrue();
        assertThat(repeats.repeats(partition, delivery(7, 2, Optional.of("r2")), REPLAYED))
                .isFalse();
    }

    @Test
    void aReplayedOneThatTheRelayWroteTwiceIsLookedForAmongTheLatestHoweverOldItsWebhookIs() throws Exception {
        RepeatedDeliveries near = new RepeatedDeliveries(SharedBroker.clients(), receipts, 2);
        store(7, Optional.of("r1"));
        store(8, Optional.of("r1"));
        store(9, Optional.of("r1"));

        assertThat(near.repeats(partition, delivery(9, 3, Optional.of("r1")), MARKED))
                .isTrue();
        assertThat(near.repeats(partition, delivery(7, 4, Optional.of("r1")), MARKED))
                .isFalse();
    }

    @Test
    void aLiveOneIsLookedForFurtherBackAlthoughTheLatestAreKnownForAReplayedOne() throws Exception {
        RepeatedDeliveries near = new RepeatedDeliveries(SharedBroker.clients(), receipts, 1);
        store(7, Optional.empty());
        store(8, Optional.of("r1"));

        assertThat(near.repeats(partition, delivery(8, 2, Optional.of("r1")), MARKED))
                .isTrue();
        assertThat(near.repeats(partition, delivery(7, 3, Optional.empty()), MARKED))
                .isTrue();
    }

    @Test
    void aMarkThatTheRelayDoesNotMakeIsUnreadable() {
        for (String mark : List.of("+1000000001-01-01T00:00:00Z", "yes", "")) {
            assertThatThrownBy(() -> repeats.repeats(partition, delivery(7, 1, Optional.empty()), Optional.of(mark)))
                    .isInstanceOf(UnreadableRecordException.class)
                    .hasMessageContaining("redone");
        }
    }

    @Test
    void aLateCopyIsARepeatThoughItIsNotMarked() throws Exception {
        assertThat(repeats.repeats(partition, delivery(7, 0, Optional.empty()), UNMARKED))
                .isFalse();
        assertThat(repeats.repeats(partition, delivery(8, 1, Optional.empty()), UNMARKED))
                .isFalse();

        assertThat(repeats.repeats(partition, delivery(7, 2, Optional.empty()), UNMARKED))
                .isTrue();
    }

    @Test
    void aLateCopyIsARepeatThoughTheFirstOneWasReadByAnotherRelay() throws Exception {
        store(7, Optional.empty());
        store(8, Optional.empty());
        repeats.startAt(partition, 2, true).run();

        assertThat(repeats.repeats(partition, delivery(7, 2, Optional.empty()), UNMARKED))
                .isTrue();
        assertThat(repeats.repeats(partition, delivery(9, 3, Optional.empty()), UNMARKED))
                .isFalse();
    }

    @Test
    void aStretchThatIsReadAgainIsNoRepeat() throws Exception {
        repeats.repeats(partition, delivery(7, 0, Optional.empty()), UNMARKED);
        repeats.startAt(partition, 0, true).run();

        assertThat(repeats.repeats(partition, delivery(7, 0, Optional.empty()), UNMARKED))
                .isFalse();
    }

    @Test
    void withoutMarksOnlyTheLatestAreRemembered() throws Exception {
        for (int i = 0; i < 5_000; i++) {
            repeats.repeats(partition, delivery(i, i, Optional.empty()), UNMARKED);
        }

        assertThat(repeats.repeats(partition, delivery(4_999, 5_000, Optional.empty()), UNMARKED))
                .isTrue();
        assertThat(repeats.repeats(partition, delivery(10, 5_001, Optional.empty()), UNMARKED))
                .isFalse();
    }

    private void settle(int webhook, String place, Optional<String> replay) throws Exception {
        settle("payments", webhook, place, replay);
    }

    private void settle(String channel, int webhook, String place, Optional<String> replay) throws Exception {
        String id = receipt(webhook) + "/0/" + channel
                + replay.map(replayed -> "/" + replayed).orElse("");
        ProducerRecord<String, String> record = new ProducerRecord<>(receipts, id, "{\"outcome\":\"delivered\"}");
        record.headers().add(HeaderNames.POSITION, bytes(place));
        store(record, webhook, replay);
    }

    private void store(int webhook, Optional<String> replay) throws Exception {
        store(new ProducerRecord<>(partition.topic(), "key", "event"), webhook, replay);
    }

    private static void store(ProducerRecord<String, String> record, int webhook, Optional<String> replay)
            throws Exception {
        Properties p = new Properties();
        p.put("bootstrap.servers", SharedBroker.bootstrapServers());
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(p, new StringSerializer(), new StringSerializer())) {
            record.headers().add(HeaderNames.RECEIPT, bytes(receipt(webhook)));
            record.headers().add(HeaderNames.INDEX, bytes("0"));
            replay.ifPresent(id -> record.headers().add(HeaderNames.REPLAY, bytes(id)));
            producer.send(record).get();
        }
    }

    private static Delivery delivery(int webhook, long offset, Optional<String> replay) {
        return delivery(webhook, offset, RECEIVED, replay);
    }

    private static Delivery delivery(int webhook, long offset, Instant receivedAt, Optional<String> replay) {
        return new Delivery(
                "payments",
                WebhookReceipts.alert(webhook, 0),
                "arms-prod",
                "arms-prod:k",
                AlertStatus.FIRING,
                Severity.CRITICAL,
                Optional.empty(),
                true,
                "0123456789ab",
                "case 1",
                receivedAt,
                replay,
                Optional.empty(),
                new Place(0, offset),
                bytes("event"));
    }

    private static String receipt(int webhook) {
        return "w0-" + webhook + "-7k3m9qxr2ztc5vbn";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
