package io.alertrelay.find;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.kafka.TopicReader;
import io.alertrelay.testing.SharedBroker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
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
    private static final Instant T0 =
            Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofDays(3));
    private static final int WEBHOOKS = 40;
    private static final int ALL = 1_000;

    private final String topic = SharedBroker.newPrefix() + "channel";
    private final TopicReader reader = new TopicReader(SharedBroker.clients());
    private final KafkaProducer<String, String> producer = new KafkaProducer<>(
            Map.of("bootstrap.servers", SharedBroker.bootstrapServers()),
            new StringSerializer(),
            new StringSerializer());
    private Map<TopicPartition, Long> ends = Map.of();

    @BeforeEach
    void fill() throws Exception {
        SharedBroker.create(topic, 1);
        for (int i = 0; i < WEBHOOKS; i += 2) {
            send(topic, 0, i);
        }
        ends = reader.ends(List.of(topic));
    }

    private void send(String to, int partition, int webhook) throws Exception {
        ProducerRecord<String, String> event =
                new ProducerRecord<>(to, partition, at(webhook).toEpochMilli(), "key", "{}");
        event.headers().add("receipt", utf8(receipt(webhook))).add("index", utf8("0"));
        producer.send(event).get();
    }

    @AfterEach
    void close() {
        producer.close();
        reader.close();
    }

    @Test
    void whatWasNeverDueToTheChannelIsRuledOut() {
        ChannelSearch search = ChannelSearch.of(reader, ends, Optional.empty(), Map.of(), ALL);

        for (int i = 0; i < WEBHOOKS; i++) {
            boolean due = i % 2 == 0;
            assertThat(search.mayHave(headers(i))).as("webhook %d", i).isEqualTo(due);
            assertThat(search.mayBeDue(hit(i, 0))).as("webhook %d", i).isEqualTo(due);
            assertThat(search.mayBeDue(hit(i, 1))).isFalse();
        }
    }

    @Test
    void whatIsOlderThanWhatWasReadIsNotRuledOut() {
        ChannelSearch search = ChannelSearch.of(reader, ends, Optional.empty(), Map.of(), 5);

        assertThat(search.mayHave(headers(1))).isTrue();
        assertThat(search.mayBeDue(hit(1, 0))).isTrue();
        assertThat(search.mayBeDue(hit(WEBHOOKS - 2, 0))).isTrue();
        assertThat(search.mayBeDue(hit(WEBHOOKS - 1, 0))).isFalse();
    }

    /** The second partition has one old event, so what is known of the first one's past is known of none. */
    @Test
    void ofSeveralPartitionsTheOneThatWasReadLeastFarBackDecides() throws Exception {
        String wide = SharedBroker.newPrefix() + "channel";
        SharedBroker.create(wide, 2);
        send(wide, 1, 0);
        for (int i = 0; i < WEBHOOKS; i += 2) {
            send(wide, 0, i);
        }

        ChannelSearch search = ChannelSearch.of(reader, reader.ends(List.of(wide)), Optional.empty(), Map.of(), 4);

        assertThat(search.mayBeDue(hit(2, 0))).isTrue();
        assertThat(search.mayBeDue(hit(WEBHOOKS - 1, 0))).isFalse();
    }

    @Test
    void whatIsOlderThanWhatIsLookedForIsNotRead() {
        ChannelSearch search = ChannelSearch.of(reader, ends, Optional.of(at(WEBHOOKS - 10)), Map.of(), 5);

        assertThat(search.mayHave(headers(WEBHOOKS - 2))).isTrue();
        assertThat(search.mayHave(headers(WEBHOOKS - 1))).isFalse();
    }

    /** What can't be written to the channel's topic is not routed. */
    @Test
    void whatIsNotRoutedYetIsNotRuledOut() throws Exception {
        String webhooks = SharedBroker.newPrefix() + "webhooks";
        SharedBroker.create(webhooks, 1);
        for (int i = 0; i < WEBHOOKS; i++) {
            ProducerRecord<String, String> webhook =
                    new ProducerRecord<>(webhooks, 0, at(i).toEpochMilli(), "arms", "{}");
            webhook.headers().add("nonce", utf8(nonce(i)));
            producer.send(webhook).get();
        }
        Map<TopicPartition, Long> routed = Map.of(new TopicPartition(webhooks, 0), WEBHOOKS - 4L);

        ChannelSearch search = ChannelSearch.of(reader, ends, Optional.empty(), routed, ALL);

        assertThat(search.mayHave(headers(WEBHOOKS - 3))).isTrue();
        assertThat(search.mayBeDue(hit(WEBHOOKS - 3, 1))).isTrue();
        assertThat(search.mayHave(headers(WEBHOOKS - 5))).isFalse();
        assertThat(search.mayBeDue(hit(WEBHOOKS - 5, 0))).isFalse();

        ChannelSearch tooMany = ChannelSearch.of(
                reader, ends, Optional.empty(), Map.of(new TopicPartition(webhooks, 0), 0L), WEBHOOKS - 1);

        assertThat(tooMany.mayHave(headers(WEBHOOKS - 5))).isTrue();
        assertThat(tooMany.mayBeDue(hit(WEBHOOKS - 5, 0))).isTrue();
    }

    @Test
    void aWebhookWithoutANonceIsNotRuledOut() {
        ChannelSearch search = ChannelSearch.of(reader, ends, Optional.empty(), Map.of(), ALL);

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
