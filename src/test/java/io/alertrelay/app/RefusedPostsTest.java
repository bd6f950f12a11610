package io.alertrelay.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.kafka.TopicReader;
import io.alertrelay.record.EndpointRefusals;
import io.alertrelay.record.EndpointRefusals.Kind;
import io.alertrelay.testing.SharedBroker;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class RefusedPostsTest {
    private final String topic = SharedBroker.newPrefix() + "refusals";

    @Test
    void countsEachPostWithAKnownKeyAndOfStrangersOnlyThoseWithAWrongKey() throws Exception {
        SharedBroker.create(topic, 1);
        Instant now = Instant.now();
        store(
                now,
                Map.of(
                        Kind.of("arms", 413, Optional.empty()),
                        2L,
                        Kind.of("arms", 503, Optional.of("kafka")),
                        3L,
                        Kind.of("arms", 503, Optional.of("closed")),
                        7L,
                        Kind.of("arms", 401, Optional.empty()),
                        1L,
                        Kind.of("", 401, Optional.empty()),
                        9L,
                        Kind.UNKNOWN_KEY,
                        2L,
                        Kind.of("", 404, Optional.empty()),
                        40L));

        try (TopicReader reader = new TopicReader(SharedBroker.clients())) {
            RefusedPosts.Counts counts = new RefusedPosts(reader, topic, Clock.systemUTC()).since(now.minusSeconds(60));

            assertThat(counts.others()).isEqualTo(Map.of("arms", 5L));
            assertThat(counts.unauthorized()).isEqualTo(Map.of("arms", 1L, "", 11L));
            assertThat(counts.unknownKeys()).isEqualTo(2);
        }
    }

    private void store(Instant now, Map<Kind, Long> counts) throws Exception {
        byte[] value = new EndpointRefusals(now, now, new TreeMap<>(counts), List.of())
                .draft("relay-1")
                .value()
                .orElseThrow();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", SharedBroker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, value)).get();
        }
    }
}
