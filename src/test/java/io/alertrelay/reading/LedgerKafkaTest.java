package io.alertrelay.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alertrelay.config.RelayConfig;
import io.alertrelay.kafka.EmbeddedBroker;
import io.alertrelay.testing.FreePorts;
import io.alertrelay.testing.TestConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A relay runs, and a command can't find its Kafka. */
class LedgerKafkaTest {
    @TempDir
    private Path folder;

    private final List<String> steps = new ArrayList<>();

    @Test
    void aCommandNeverTellsItsReaderToStopTheRelayThatRuns() throws Exception {
        int free = FreePorts.take(1).get(0);
        try (EmbeddedBroker relay = EmbeddedBroker.start(folder.resolve("data"), 0, (status, reason) -> {})) {
            assertThat(relay.bootstrapServers()).isNotBlank();
            assertThatThrownBy(() -> LedgerKafka.open(config(0), steps::add))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("kafka.port is 0")
                    .hasMessageNotContaining("stop that one");
            assertThatThrownBy(() -> LedgerKafka.open(config(free), steps::add))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("nothing answers on 127.0.0.1:" + free)
                    .hasMessageContaining("relay status")
                    .hasMessageNotContaining("stop that one");
        }

        assertThat(steps)
                .as("not that none runs: only its Kafka was asked")
                .hasSize(2)
                .allMatch(step -> step.startsWith("no relay's Kafka answers: "));
    }

    private RelayConfig config(int port) throws Exception {
        return TestConfig.load(
                TestConfig.yaml("{ brokers: embedded, data: ./data, port: " + port + " }", 1, 2, 3, ""), folder);
    }
}
