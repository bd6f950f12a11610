package io.alertrelay.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.alertrelay.testing.SharedBroker;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** Clients that are replaced while they are used, on a real broker. */
class OpenClientsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final KafkaClients clients = SharedBroker.clients();
    private final String topic = SharedBroker.newPrefix() + "t";

    @Test
    void lanesWriteEverythingInOrderOfEachKeyThroughoutRenewals() throws Exception {
        SharedBroker.create(topic, 1);
        AtomicInteger stored = new AtomicInteger();
        try (Lanes lanes = clients.lanes(new Lanes.Settings(
                "none.",
                new RecordHeader("again", new byte[0]),
                new Load(100_000, 1 << 30),
                Duration.ofHours(1),
                new Load(100_000, 1 << 30)))) {
            lanes.start();
            for (int i = 0; i < 3_000; i++) {
                lanes.write(List.of(record("k" + i % 7, i)), () -> true, stored::incrementAndGet);
                if (i % 1_000 == 500) {
                    clients.renew();
                }
            }
            await().atMost(PATIENCE).until(() -> stored.get() == 3_000);
        }

        int[] last = new int[7];
        try (TopicReader reader = new TopicReader(clients)) {
            reader.read(topic, reader.starts(topic), reader.ends(topic), record -> {
                int number = Integer.parseInt(new String(record.value(), UTF_8));
                assertThat(number).isGreaterThanOrEqualTo(last[number % 7]);
                last[number % 7] = number;
                return true;
            });
        }
        assertThat(Arrays.stream(last).min()).hasValue(2_993);
    }

    @Test
    void aRoutesProducerAndAnAdminClientAreUsedOn() throws Exception {
        SharedBroker.create(topic, 1);
        Properties p = new Properties();
        p.put("key.serializer", ByteArraySerializer.class.getName());
        p.put("value.serializer", ByteArraySerializer.class.getName());
        @SuppressWarnings("unchecked")
        Producer<Object, Object> producer = (Producer<Object, Object>) clients.getProducer(p);
        clients.warmUp(List.of(topic));
        try (Admin admin = clients.admin()) {
            producer.send(new ProducerRecord<>(topic, "v".getBytes(UTF_8))).get();

            clients.renew();

            assertThat(producer.send(new ProducerRecord<>(topic, "v".getBytes(UTF_8)))
                            .get()
                            .offset())
                    .isEqualTo(1);
            assertThat(admin.listTopics().names().get()).contains(topic);
        } finally {
            clients.closeProducers();
        }
        assertThatThrownBy(() -> producer.send(new ProducerRecord<>(topic, "v".getBytes(UTF_8))))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aReaderThatWaitsIsWokenAndReadsOnWithANewClient() throws Exception {
        SharedBroker.create(topic, 1);
        try (TopicReader reader = new TopicReader(clients)) {
            // There is no such record, so it waits.
            CompletableFuture<Void> waiting =
                    CompletableFuture.runAsync(() -> reader.read(topic, Map.of(0, 0L), Map.of(0, 1L), record -> true));
            await().pollDelay(Duration.ofMillis(500)).until(() -> !waiting.isDone());

            clients.renew();

            assertThat(waiting).succeedsWithin(PATIENCE);
            assertThat(reader.ends(topic)).isEqualTo(Map.of(0, 0L));
        }
    }

    private ProducerRecord<byte[], byte[]> record(String key, int value) {
        return new ProducerRecord<>(
                topic, key.getBytes(UTF_8), String.valueOf(value).getBytes(UTF_8));
    }
}
