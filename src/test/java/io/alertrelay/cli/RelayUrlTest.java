package io.alertrelay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The address of the relay that a command asks. */
class RelayUrlTest {
    private final StringWriter printed = new StringWriter();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://ops:s3cret@127.0.0.1:1",
                "http://ops:s3c^ret@127.0.0.1:1",
                "http://ops:s3c@ret@127.0.0.1:1",
                "http://ops:s3/cret@127.0.0.1:1",
                "ops:s3cret@127.0.0.1:1"
            })
    void oneWithAPasswordIsRefusedWithoutTellingIt(String url) {
        assertThat(run(url)).isEqualTo(2);
        assertThat(printed.toString())
                .contains("found a URL with a user or a password, expected one without, such as http://127.0.0.1:8081")
                .doesNotContain("s3c", "s3/");
    }

    @Test
    void anotherMistakeIsQuoted() {
        assertThat(run("127.0.0.1:1")).isEqualTo(2);
        assertThat(printed.toString()).contains("found \"127.0.0.1:1\", expected a URL such as http://127.0.0.1:8081");
    }

    private int run(String url) {
        PrintWriter all = new PrintWriter(printed);
        return Main.commandLine().setOut(all).setErr(all).execute("status", "--url", url);
    }
}
