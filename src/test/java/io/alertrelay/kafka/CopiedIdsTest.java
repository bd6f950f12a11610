package io.alertrelay.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class CopiedIdsTest {
    private final TopicNames names = new TopicNames("relay.");
    private final Uuid webhooks = Uuid.randomUuid();
    private final Uuid copy = Uuid.randomUuid();
    private final CopiedIds ids = new CopiedIds(names, webhooks, copy);

    @Test
    void aDecisionForTheTopicOfWebhooksIsOneForItsCopyThere() {
        assertThat(journal(decision(names.decisions(), webhooks))).isEqualTo(copy.toString());
        assertThat(journal(decision(names.replayed(), webhooks)))
                .as("so is an event on its way from a replay")
                .isEqualTo(copy.toString());
    }

    @Test
    void aDecisionForAnEarlierTopicStaysOneForAnother() {
        Uuid earlier = Uuid.randomUuid();

        assertThat(journal(decision(names.decisions(), earlier))).isEqualTo(earlier.toString());
        assertThat(journal(decision(names.receipts(), webhooks)))
                .as("what other topics have is not looked at")
                .isEqualTo(webhooks.toString());
    }

    @Test
    void anOrderOfAReplayOfTheTopicOfWebhooksIsOneOfItsCopyThere() {
        String order = "{\"by\":\"张三\",\"bounds\":{\"journal_id\":\"%s\"}}";
        ConsumerRecord<byte[], byte[]> record =
                new ConsumerRecord<>(names.replays(), 0, 7, bytes("r1"), bytes(order.formatted(webhooks)));

        ConsumerRecord<byte[], byte[]> copied = ids.of(record);

        assertThat(copied.value()).isEqualTo(bytes(order.formatted(copy)));
        assertThat(copied.offset()).isEqualTo(7);
        assertThat(ids.of(new ConsumerRecord<>(names.replays(), 0, 8, bytes("r1"), null))
                        .value())
                .isNull();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private String journal(ConsumerRecord<byte[], byte[]> record) {
        return new String(ids.of(record).headers().lastHeader("journal").value(), StandardCharsets.UTF_8);
    }

    private static ConsumerRecord<byte[], byte[]> decision(String topic, Uuid journal) {
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>(topic, 0, 0, new byte[0], new byte[0]);
        record.headers().add("journal", journal.toString().getBytes(StandardCharsets.UTF_8));
        return record;
    }
}
