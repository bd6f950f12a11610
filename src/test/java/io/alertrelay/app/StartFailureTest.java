package io.alertrelay.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.config.ConfigLoader;
import io.alertrelay.config.RelayConfig;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StartFailureTest {
    private RelayConfig config;

    @BeforeEach
    void load() throws Exception {
        config = new ConfigLoader(Map.of()).load("""
                kafka: { brokers: "kafka-1:9092", properties: { ssl.key.password: hunter2-hunter2,
                    ssl.keystore.location: /etc/relay/keystore.p12, sasl.mechanism: SCRAM-SHA-512 } }
                integrations: [ { name: arms, key: a-long-key, channel: oncall } ]
                channels: [ { name: oncall, push_url: "https://example.com/push?integration_key=0123456789" } ]
                """, "relay.yaml", Path.of(""));
    }

    @Test
    void theReasonAtTheRootIsTold() {
        assertThat(StartFailure.message(
                        new IllegalStateException(
                                "route routing",
                                new RuntimeException(new IllegalArgumentException("no such listener"))),
                        config))
                .startsWith("the relay can't start: route routing: ")
                .endsWith("no such listener");
    }

    @Test
    void noSecretOfTheConfigurationIsTold() {
        assertThat(StartFailure.message(
                        new IllegalStateException(
                                "a", new RuntimeException("hunter2-hunter2 a-long-key 0123456789 wrong\npassword")),
                        config))
                .isEqualTo("the relay can't start: a: *** *** *** wrong password");
    }

    @Test
    void settingsOfKafkaThatAreNoSecretsAreTold() {
        assertThat(StartFailure.message(
                        new IllegalStateException("Failed to load /etc/relay/keystore.p12 for SCRAM-SHA-512"), config))
                .isEqualTo("the relay can't start: Failed to load /etc/relay/keystore.p12 for SCRAM-SHA-512");
    }

    /** Kafka's words for a password with a quote in it, which ends the text before its end. */
    @Test
    void aPartOfAPasswordThatKafkaQuotesIsNotTold() {
        assertThat(StartFailure.message(
                        new IllegalStateException("Value not specified for key 'ss9word' in JAAS config"), config))
                .isEqualTo("the relay can't start: Value not specified for key '***' in JAAS config");
    }
}
