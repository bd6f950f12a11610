package io.alertrelay.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.testing.SharedBroker;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.junit.jupiter.api.Test;

class BrokerSettingsTest {
    private static final String CREATES = "auto.create.topics.enable";

    @Test
    void oneBrokerThatCreatesTopicsIsEnough() {
        assertThat(new BrokerSettings(List.of(broker("false"), broker("true"))).createTopics())
                .isTrue();
        assertThat(new BrokerSettings(List.of(broker("false"))).createTopics()).isFalse();
    }

    @Test
    void aBrokerThatDoesNotSayIsNotSaidToCreateTopics() {
        assertThat(new BrokerSettings(List.of(new Config(List.of()))).createTopics())
                .isFalse();
        assertThat(new BrokerSettings(List.of()).createTopics()).isFalse();
    }

    @Test
    void theRelaysOwnBrokerCreatesNone() throws Exception {
        try (Admin admin = SharedBroker.clients().admin()) {
            BrokerSettings cluster = BrokerSettings.of(admin);

            assertThat(cluster.brokers()).hasSize(1);
            assertThat(cluster.createTopics()).isFalse();
        }
    }

    private static Config broker(String creates) {
        return new Config(List.of(new ConfigEntry(CREATES, creates)));
    }
}
