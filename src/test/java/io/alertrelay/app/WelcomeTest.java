package io.alertrelay.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.testing.TestConfig;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WelcomeTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1",
        "0.0.0.0, 127.0.0.1",
        "::, 127.0.0.1",
        "::1, [::1]",
        "relay.example.com, relay.example.com"
    })
    void theUrlsCanBeOpenedWhereverThePortListens(String host, String shown) throws Exception {
        String yaml = TestConfig.yaml("{ brokers: embedded }", 1, 2, 3, "")
                .replace("management: {", "management: { host: \"" + host + "\",");
        StringWriter out = new StringWriter();

        new Welcome(TestConfig.load(yaml, folder), 1, 2, false).print(new PrintWriter(out));

        assertThat(out.toString())
                .contains("Console:  http://" + shown + ":2/\n", "Metrics:  http://" + shown + ":2/metrics\n");
    }
}
