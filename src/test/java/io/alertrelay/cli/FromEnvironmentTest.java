package io.alertrelay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

class FromEnvironmentTest {
    @CommandLine.Command
    private static final class Asked {
        @Mixin
        private RelayOption relay;
    }

    private Asked asked = new Asked();

    @Test
    void theVariablesStandForOptionsThatAreNotGiven() {
        parse(Map.of("RELAY_CONFIG", "relay.yaml", "RELAY_URL", "http://127.0.0.1:1"));

        assertThat(asked.relay.config().file()).contains(Path.of("relay.yaml"));
        assertThat(asked.relay.isNamed()).isTrue();

        parse(Map.of("RELAY_CONFIG", "relay.yaml"), "--config", "other.yaml");

        assertThat(asked.relay.config().file()).contains(Path.of("other.yaml"));
        assertThat(asked.relay.isNamed()).isFalse();
    }

    @Test
    void anEmptyVariableCountsAsNotSet() {
        parse(Map.of("RELAY_CONFIG", "", "RELAY_URL", ""));

        assertThat(asked.relay.config().file()).isEmpty();
        assertThat(asked.relay.isNamed()).isFalse();
    }

    private void parse(Map<String, String> environment, String... args) {
        asked = new Asked();
        new CommandLine(asked)
                .setDefaultValueProvider(new FromEnvironment(environment))
                .parseArgs(args);
    }
}
