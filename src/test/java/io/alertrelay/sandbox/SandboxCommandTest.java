package io.alertrelay.sandbox;

import static io.alertrelay.sandbox.RunningSandbox.event;
import static io.alertrelay.sandbox.RunningSandbox.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** {@code relay sandbox} as a user runs it. */
class SandboxCommandTest {
    private static final Pattern URL = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine command = new CommandLine(new SandboxCommand())
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));

    @Test
    void itSaysWhereItListensBreaksWhatItWasToldAndEndsWithZeroWhenInterrupted(@TempDir Path directory)
            throws Exception {
        Path journal = directory.resolve("journal");
        CompletableFuture<Integer> exit = new CompletableFuture<>();
        Thread thread = new Thread(() -> exit.complete(
                command.execute("--port", "0", "--journal", journal.toString(), "--fault", "s3cret-key=status:503")));
        thread.start();
        await().until(() -> out.toString().contains("Kinds:"));
        Matcher url = URL.matcher(out.toString());
        assertThat(url.find()).isTrue();

        String pushUrl = url.group() + "/event/push/alert/standard?integration_key=";
        RawAnswer broken = RawAnswer.post(pushUrl + "s3cret-key", event("Critical", "a"), 20_000);
        RawAnswer healthy = RawAnswer.post(pushUrl + "other", event("Critical", "a"), 20_000);
        thread.interrupt();

        assertThat(exit.get(1, TimeUnit.MINUTES)).isZero();
        assertThat(broken.text()).startsWith("HTTP/1.1 503");
        assertThat(healthy.text()).startsWith("HTTP/1.1 200");
        assertThat(Files.readAllLines(journal))
                .extracting(line -> json(line).path("status").asInt())
                .containsExactly(503, 200);
        assertThat(out.toString()).contains("/sandbox/faults", "curl -X DELETE").doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--fault=s3cret", "--fault=s3cret=sleep", "--port=70000", "--port=x", "--unknown"})
    void wrongUsageIsTwo(String argument) {
        assertThat(command.execute(argument)).isEqualTo(2);
        assertThat(err.toString()).isNotEmpty().doesNotContain("s3cret");
    }

    @Test
    void aPortThatIsTakenIsOneAndSaysSo() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int exit = command.execute("--port", String.valueOf(taken.getLocalPort()));

            assertThat(exit).isEqualTo(1);
            assertThat(err.toString()).contains("can't listen on 127.0.0.1:" + taken.getLocalPort());
        }
    }

    @Test
    void helpNamesEveryOptionKindAndExitCode() {
        assertThat(command.execute("--help")).isZero();

        assertThat(out.toString())
                .contains("--host", "--port", "--journal", "--fault", "Exit codes:", "  2   wrong usage");
        for (FaultKind kind : FaultKind.values()) {
            assertThat(out.toString()).contains("  " + kind.word());
        }
    }
}
