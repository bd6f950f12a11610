package io.alertrelay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.alertrelay.Main;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Commands whose output can't be written. */
class LostOutputTest {
    @Test
    void isAFailureOnAFullDiskAndNoneWhereItsReaderHadEnough() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/full")), "a disk that is always full");

        assertThat(run("exec \"$@\" completion bash > /dev/full")).startsWith("1 relay: standard output");
        assertThat(run("exec \"$@\" completion bash > /dev/null")).isEqualTo("0 ");
        // The exit code of the command, not that of its reader.
        assertThat(run("{ \"$@\" completion bash; echo $? >&2; } | true")).isEqualTo("0 0\n");
    }

    /** The exit code and what went to standard error. */
    private static String run(String script) throws Exception {
        Process process = new ProcessBuilder(
                        "sh",
                        "-c",
                        script,
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() + " " + err;
    }
}
