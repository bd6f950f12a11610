package io.alertrelay.trail;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.Main;
import io.alertrelay.testing.AnsweringServer;
import io.alertrelay.testing.TestConfig;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiptsCommandTest {
    @TempDir
    private Path folder;

    private final StringWriter err = new StringWriter();

    @Test
    void doesNotReadTheTopicsOfARelayThatRefuses() throws Exception {
        try (AnsweringServer relay = AnsweringServer.start()) {
            relay.answers(503, "{\"error\":{\"code\":\"Starting\",\"message\":\"the relay is starting\"}}");

            assertThat(receipts(URI.create(relay.url()).getPort())).isEqualTo(1);
            assertThat(err.toString())
                    .contains("answers 503: the relay is starting")
                    .doesNotContain("there is nothing to read");
        }
    }

    @Test
    void readsThemIfWhatAnswersIsNoRelay() throws Exception {
        try (AnsweringServer other = AnsweringServer.start()) {
            other.answers(404, "{}");

            assertThat(receipts(URI.create(other.url()).getPort())).isEqualTo(1);
            assertThat(err.toString()).contains("there is nothing to read");
        }
    }

    private int receipts(int port) throws Exception {
        Path file = Files.writeString(
                folder.resolve("relay.yaml"),
                TestConfig.yaml("{ brokers: embedded, data: ./data, port: 0 }", 1, port, 3, ""));
        return Main.commandLine()
                .setErr(new PrintWriter(err, true))
                .execute("receipts", "w0-17-7k3m9qxr2ztc5vbn", "--config", file.toString());
    }
}
