package io.alertrelay.find;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.kafka.TopicReader;
import io.alertrelay.testing.SharedBroker;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The channel's topic has the event of every second webhook, an hour apart. */
class ChannelSearchTest {
    private static final Instant T0 = Instant.parse("2026-11-22T00:00:00Z");
    private static final int WEBHOOKS = 40;
    private static final int ALL = 1_000;

    private final String topic = SharedBroker.newPrefix() + "channel";
    private final TopicReader reader = new TopicReader(SharedBroker.clients());
    private Map<TopicPartition, Long> ends = Map.of();

    @BeforeEach
    void fill() throws Exception {
        SharedBroker.create(topic, 1);
        Properties p = new Properties();
        p.put("bootstrap.servers", SharedBroker.bootstrapServers());
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(p, new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < WEBHOOKS; i += 2) {
                ProducerRecord<String, String> event =
                        new ProducerRecord<>(topic, 0, at(i).toEpochMilli(), "key", "{}");
                event.headers().add("receipt", utf8(receipt(i))).add("index", utf8("0"));
                producer.send(event);
            }
        }
        ends = reader.ends(List.of(topic));
    }

    @AfterEach
    void close() {
        reader.close();
    }

    @Test
    void whatWasNeverDueToTheChannelIsRuledOut() {
        ChannelSearch search = ChannelSearch.of(reader, ends, Optional.empty(), ALL);

        for (int i = 0; i < WEBHOOKS; i++) {
            boolean due = i % 2 == 0;
            assertThat(search.mayHave(headers(i))).as("webhook %d", i).isEqualTo(due);
            assertThat(search.mayBeDue(hit(i, 0))).as("webhook %d", i).isEqualTo(due);
            assertThat(search.mayBeDue(hit(i, 1))).isFalse();
        }
    }

    @Test
    void whatIsOlderThanWhatWasReadIsNotRuledOut() {
        ChannelSearch search = ChannelSearch.of(reader, ends, Optional.empty(), 5);

        assertThat(search.mayHave(headers(1))).isTrue();
        assertThat(search.mayBeDue(hit(1, 0))).isTrue();
        assertThat(search.mayBeDue(hit(WEBHOOKS - 2, 0))).isTrue();
        assertThat(search.mayBeDue(hit(WEBHOOKS - 1, 0))).isFalse();
    }

    @Test
    void whatIsOlderThanWhatIsLookedForIsNotRead() {
        ChannelSearch search = ChannelSearch.of(reader, ends, Optional.of(at(WEBHOOKS - 10)), 5);

        assertThat(search.mayHave(headers(WEBHOOKS - 2))).isTrue();
        assertThat(search.mayHave(headers(WEBHOOKS - 1))).isFalse();
    }

    @Test
    void aWebhookWithoutANonceIsNotRuledOut() {
        ChannelSearch search = ChannelSearch.of(reader, ends, Optional.empty(), ALL);

        assertThat(search.mayHave(new RecordHeaders())).isTrue();
    }

    private static Instant at(int webhook) {
        return T0.plusSeconds(webhook * 3_600L);
    }

    private static String nonce(int webhook) {
        return "%016d".formatted(webhook);
    }

    private static String receipt(int webhook) {
        return "w0-" + webhook + "-" + nonce(webhook);
    }

    private static Headers headers(int webhook) {
        return new RecordHeaders().add("nonce", utf8(nonce(webhook)));
    }

    private static Hit hit(int webhook, int index) {
        return new Hit(
                webhook,
                index,
                at(webhook),
                new FoundAlert(
                        at(webhook),
                        receipt(webhook),
                        OptionalInt.of(index),
                        "arms",
                        "firing",
                        "Critical",
                        "title",
                        "key",
                        true,
                        List.of(),
                        Optional.empty()));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
