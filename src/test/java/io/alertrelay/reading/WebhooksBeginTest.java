package io.alertrelay.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.testing.SharedBroker;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class WebhooksBeginTest {
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    private final TopicNames names = new TopicNames(SharedBroker.newPrefix());
    private final KafkaClients clients = SharedBroker.clients();

    @BeforeEach
    void twoPartitions() throws Exception {
        SharedBroker.create(names.webhooks(), 2);
        for (int hours = 9; hours > 0; hours--) {
            write(0, hours);
        }
        write(1, 8);
    }

    @Test
    void aPeriodIsCoveredAsLongAsNothingIsDeleted() {
        assertThat(within(100)).isEmpty();
    }

    @Test
    void wherePartitionsHadMoreItIsCoveredFromTheLatestOfTheirFirstRecords() throws Exception {
        delete(0, 4);

        assertThat(within(100)).contains(NOW.minus(Duration.ofHours(5)));
        assertThat(within(4)).isEmpty();
        try (TopicReader reader = new TopicReader(clients)) {
            assertThat(WebhooksBegin.within(reader, names, Scope.ALL)).isEmpty();
        }
    }

    private Optional<Instant> within(int hours) {
        try (TopicReader reader = new TopicReader(clients)) {
            Scope period = new Scope(Optional.of(NOW.minus(Duration.ofHours(hours))), Optional.empty());
            return WebhooksBegin.within(reader, names, period);
        }
    }

    private void delete(int partition, long before) throws Exception {
        try (Admin admin = clients.admin()) {
            admin.deleteRecords(Map.of(
                            new TopicPartition(names.webhooks(), partition), RecordsToDelete.beforeOffset(before)))
                    .all()
                    .get();
        }
    }

    private void write(int partition, int hoursAgo) throws Exception {
        long at = NOW.minus(Duration.ofHours(hoursAgo)).toEpochMilli();
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", SharedBroker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(names.webhooks(), partition, at, "arms", "{}"))
                    .get();
        }
    }
}
