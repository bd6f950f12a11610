package io.alertrelay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A period in which nothing can be would prove whatever is asked of it. */
class ReversedPeriodTest {
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private String config;

    @BeforeEach
    void writeConfiguration() throws Exception {
        Files.writeString(folder.resolve("routes.yaml"), "default: { channels: [night] }");
        config = Files.writeString(folder.resolve("relay.yaml"), """
                        kafka: { brokers: "127.0.0.1:1" }
                        integrations: [{ name: arms, key: a-long-key, channel: night }]
                        channels: [{ name: night, push_url: "https://example.com/b" }]
                        """).toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "audit",
                "what-if -i arms --routes routes.yaml --fail-on removed",
                "find",
                "replay",
                "dead-letters list",
                "quarantine list"
            })
    void aPeriodThatEndsBeforeItBeginsIsWrongUsage(String command) {
        assertThat(run(command + " --from 1h --to 24h")).isEqualTo(2);
        assertThat(err.toString()).contains("--from: found \"1h\", expected a time before --to, which is \"24h\"");
    }

    @Test
    void aPeriodWithoutLengthIsWrongUsageToo() {
        assertThat(run("audit --from 2026-11-22 --to 2026-11-22")).isEqualTo(2);
        assertThat(err.toString()).contains("--from: found \"2026-11-22\", expected a time before --to");
    }

    @ParameterizedTest
    @ValueSource(strings = {"+999999999-12-31T00:00:00Z", "-999999999-01-01", "1969-12-31T23:59:59Z", "10000-01-01"})
    void aTimeThatNoRecordCanHaveIsNone(String time) {
        assertThat(run("audit --to=" + time)).isEqualTo(2);
        assertThat(err.toString()).contains("--to: found \"" + time + "\", expected a time");
    }

    private int run(String command) {
        String[] args = Stream.concat(
                        Stream.of(command.replace(
                                        "routes.yaml",
                                        folder.resolve("routes.yaml").toString())
                                .split(" ")),
                        Stream.of("-c", config))
                .toArray(String[]::new);
        return Main.commandLine()
                .setOut(new PrintWriter(new StringWriter(), true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }
}
