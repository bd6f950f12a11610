package io.alertrelay.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.testing.SharedBroker;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class KafkaClientsTest {
    private final String prefix = SharedBroker.newPrefix();
    private final KafkaClients clients = SharedBroker.clients();

    @Test
    void aTopicThatIsDeletedWhileTheRelayStartsKeepsNoOtherFromBeingKnown() throws Exception {
        SharedBroker.create(prefix + "there", 3);
        Properties p = new Properties();
        p.put("max.block.ms", "0");
        p.put("key.serializer", ByteArraySerializer.class.getName());
        p.put("value.serializer", ByteArraySerializer.class.getName());
        Producer<?, ?> producer = clients.getProducer(p);
        try {
            clients.warmUp(List.of(prefix + "gone", prefix + "there"), Duration.ofSeconds(5));

            assertThat(producer.partitionsFor(prefix + "there")).hasSize(3);
        } finally {
            clients.closeProducers();
        }
    }

    @Test
    void aConsumerOfARouteMakesNoTopicThatIsMissing() {
        assertThat(clients.consumerSettings(new Properties())).containsEntry("allow.auto.create.topics", "false");
    }
}
