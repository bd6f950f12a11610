package io.alertrelay;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.testing.FreePorts;
import io.alertrelay.testing.TestConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "serve",
                "check",
                "explain",
                "what-if",
                "routes",
                "reload",
                "channels",
                "channels pause",
                "channels resume",
                "channels probe",
                "test",
                "status",
                "tail",
                "receipts",
                "audit",
                "dead-letters",
                "dead-letters list",
                "dead-letters show",
                "dead-letters redrive",
                "dead-letters discard",
                "quarantine",
                "quarantine list",
                "quarantine show",
                "quarantine retry",
                "quarantine discard",
                "replay",
                "replay list",
                "replay status",
                "replay pause",
                "replay resume",
                "replay cancel",
                "sandbox"
            })
    void everyCommandHasCompleteHelp(String command) {
        assertThat(run((command + " --help").split(" "))).isZero();
        assertThat(out.toString())
                .contains("Usage: relay " + command)
                .contains("Exit codes:")
                .contains("--help");
    }

    @Test
    void aCommandThatIsMadeByItselfIsTheSameAsAmongAllOthers() {
        Map<String, CommandLine> all = Main.commandLine(Map.of()).getSubcommands();
        all.forEach((name, among) -> {
            CommandLine alone = Main.commandLine(Map.of(), name, "--help");

            assertThat(alone.getSubcommands().get(name).getUsageMessage()).isEqualTo(among.getUsageMessage());
        });
        assertThat(Main.commandLine(Map.of(), "serve").getSubcommands()).containsOnlyKeys("serve");
        assertThat(Main.commandLine(Map.of(), "help").getSubcommands()).containsOnlyKeys(all.keySet());
        assertThat(Main.commandLine(Map.of(), "sevre").getSubcommands()).containsOnlyKeys(all.keySet());
    }

    @Test
    void helpListsEveryCommand() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString())
                .contains(
                        "serve",
                        "check",
                        "explain",
                        "what-if",
                        "routes",
                        "reload",
                        "status",
                        "tail",
                        "receipts",
                        "audit",
                        "dead-letters",
                        "quarantine",
                        "sandbox",
                        "Exit codes:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "serve --nonsense",
                "check extra",
                "receipts",
                "receipts w0-1-short",
                "audit --from yesterday",
                "audit --to 2026-13-01",
                "audit --last yesterday",
                "audit --last 24h --from 48h",
                "tail --severity fatal",
                "completion",
                "completion fish",
                "tail --only everything",
                "tail --from yesterday",
                "tail --from 0:-0",
                "tail --last 24h --from 48h",
                "tail --follow=perhaps",
                "dead-letters",
                "dead-letters list --last yesterday",
                "dead-letters list --last 24h --from 48h",
                "dead-letters show 17",
                "dead-letters discard --yes",
                "dead-letters discard dl-0-1 --channel payments",
                "quarantine",
                "quarantine list --from yesterday",
                "quarantine show w0-17-7k3m9qxr2ztc5vbn",
                "quarantine discard --yes",
                "quarantine retry --yes",
                "quarantine retry q0-1-7k3m9qxr2ztc5vbn --as xml",
                "quarantine retry q0-1-7k3m9qxr2ztc5vbn --status firing",
                "quarantine retry q0-1-7k3m9qxr2ztc5vbn --as arms-preset --status fine",
                "quarantine retry q0-1-7k3m9qxr2ztc5vbn --state old",
                "status --url nonsense",
                "replay",
                "replay --yes",
                "replay --from-offset 17",
                "replay --from-offset 0:-0",
                "replay --from-offset 0:5 --from-offset 0:9",
                "dead-letters list --limit 10001",
                "replay --last yesterday",
                "replay --last 2h --from 3h",
                "replay --last 2h --severity bad",
                "replay --last 2h --where labels.team",
                "replay --last 2h --share 0",
                "replay --last 2h --share NaN",
                "replay --last 2h --by=",
                "replay pause r0 --by=",
                "dead-letters discard dl-0-1 --by=",
                "dead-letters redrive dl-0-1 --by=",
                "channels pause payments --by=",
                "channels probe payments --by=",
                "channels discard payments --by=",
                "test --all --by=",
                "journal partitions --to 6 --by=",
                "dead-letters redrive dl-0-1 --share 1.5",
                "replay --last 2h --only delivered",
                "replay --last 2h --state latest",
                "replay --last 2h --as-routed --to-channel payments",
                "dead-letters redrive --yes",
                "dead-letters redrive dl-0-1 --channel payments",
                "channels",
                "channels discard",
                "check --last yesterday",
                "explain --request-id w0-1-short",
                "explain --request-id w0-17-7k3m9qxr2ztc5vbn --labels a=b",
                "routes show",
                "routes diff 4ffd05021c7e",
                "routes restore 4ffd05021c7e",
                "what-if --routes README.md",
                "what-if --last 24h",
                "what-if --routes README.md --last 24h --to 1h",
                "what-if --routes README.md --last 24h --fail-on everything",
                "what-if --routes no-such-file --last 24h"
            })
    void wrongUsageIsTwo(String line) {
        assertThat(run(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(2);
        assertThat(err.toString()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0:-0", "0:-1", "-1:0", "0:", "0:1234567890123456789"})
    void aPlaceThatNoWebhookCanHaveIsWrongUsageThatSaysHowOneIsWritten(String place) {
        assertThat(run("tail", "--no-follow", "--from=" + place)).isEqualTo(2);
        assertThat(err.toString()).contains("found \"" + place + "\"", "PARTITION:OFFSET", "0:1042");
    }

    @Test
    void aPartOfAReplayThatIsWrongIsNamedBeforeKafkaIsRead() {
        String where = "{\"key\":\"labels.team\",\"oper\":\"IS\",\"vals\":[\"a\"]}";
        assertThat(run("replay", "--last", "2h", "--where", where)).isEqualTo(2);
        assertThat(err.toString())
                .contains("--where " + where + ": oper: found \"IS\"")
                .doesNotContain("cases");

        assertThat(run("replay", "--last", "2h", "--share", "2")).isEqualTo(2);
        assertThat(err.toString()).contains("--share", "found \"2\", expected a number above 0 and at most 1");

        assertThat(run("replay", "--last", "2h", "--by", "x".repeat(501))).isEqualTo(2);
        assertThat(err.toString()).contains("--by", "found 501 characters, expected a string of at most 500");
        assertThat(out.toString()).as("nothing was asked").isEmpty();
    }

    @Test
    void wrongUsageIsToldInTwoLines() {
        assertThat(run("replay", "--las", "2h")).isEqualTo(2);
        assertThat(err.toString().lines())
                .hasSize(2)
                .first()
                .asString()
                .contains("--las")
                .contains("did you mean --last?");
        assertThat(err.toString()).endsWith("How it is used: relay replay --help\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "replay --last 2h --channel payment",
                "replay --last 2h --integration arms-trail",
                "replay --last 2h --to-channel payment",
                "dead-letters redrive dl-0-1 --to-channel payment",
                "tail --no-follow -i arms-trail",
                "explain -i arms-trail --labels a=b"
            })
    void aNameThatIsNotThereIsAMistakeWithTheNearestOne(String line) {
        assertThat(run(line.split(" "))).isEqualTo(2);
        assertThat(err.toString())
                .containsPattern(
                        "found \"(payment|arms-trail)\", expected one of .*did you mean (payments|arms-trial)");
    }

    @Test
    void aReceiptThatIsNoneIsWrongUsage() {
        assertThat(run("tail", "--no-follow", "--request-id", "foo")).isEqualTo(2);
        assertThat(err.toString()).contains("--request-id", "\"foo\"", "w0-17-7k3m9qxr2ztc5vbn");
    }

    @Test
    void severitiesAreTakenInAnyCase() {
        assertThat(run("explain", "-i", "arms-trial", "--labels", "team=payments", "--severity", "critical"))
                .isZero();
        assertThat(out.toString()).contains("Critical");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh"})
    void theShellLearnsTheCommands(String shell) {
        assertThat(run("completion", shell)).isZero();
        assertThat(out.toString()).contains("complete -F _complete_relay", "dead-letters", "--to-channel");
    }

    @Test
    void checkAcceptsTheTrialConfiguration() {
        assertThat(run("check")).isZero();
        assertThat(out.toString()).contains("in order: 2 integrations, 3 channels");
    }

    @Test
    void checkListsEveryMistakeAndReturnsTwo() throws Exception {
        Path config = folder.resolve("relay.yaml");
        Files.writeString(config, "chanels: []\nserver: { port: x }\n");

        assertThat(run("check", "--config", config.toString())).isEqualTo(2);
        assertThat(err.toString())
                .contains("relay.yaml:1:1: chanels: found an unknown key")
                .contains("did you mean channels?")
                .contains("relay.yaml:2:17: server.port")
                .contains("4 mistakes in the configuration");
    }

    @Test
    void serveDoesNotStartWithAMistakeAndReturnsTwo() {
        assertThat(run("serve", "--config", folder.resolve("none.yaml").toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("no file that can be read");
    }

    @Test
    void statusSaysWhereItAskedWhenNoRelayAnswers() {
        int port = FreePorts.take(1).get(0);

        assertThat(run("status", "--url", "http://127.0.0.1:" + port)).isEqualTo(1);
        assertThat(err.toString()).contains("no relay answers at http://127.0.0.1:" + port + "/");
    }

    @Test
    void aFailureSaysMoreThanAPath() {
        assertThat(failing(new NoSuchFileException("/srv/x")))
                .isEqualTo("relay: /srv/x: there is no such file or folder\n");
        assertThat(failing(new UncheckedIOException(new AccessDeniedException("/srv/x"))))
                .isEqualTo("relay: /srv/x: permission denied\n");
        assertThat(failing(new IllegalStateException())).isEqualTo("relay: IllegalStateException\n");
        assertThat(failing(new IOException("as it says"))).isEqualTo("relay: as it says\n");
    }

    private static String failing(Exception how) {
        StringWriter told = new StringWriter();
        CommandLine line = Main.commandLine().addSubcommand("fails", new Failing(how));
        assertThat(line.setErr(new PrintWriter(told, true)).execute("fails")).isEqualTo(1);
        return told.toString();
    }

    @Command
    private record Failing(Exception how) implements Callable<Integer> {
        @Override
        public Integer call() throws Exception {
            throw how;
        }
    }

    @Test
    void auditAndReceiptsSayThatThereIsNoDataAndMakeNone() throws Exception {
        Path config = folder.resolve("relay.yaml");
        List<Integer> ports = FreePorts.take(4);
        Path data = folder.resolve("data");
        String kafka = "{ brokers: embedded, data: \"%s\", port: %d }".formatted(data, ports.get(0));
        Files.writeString(config, TestConfig.yaml(kafka, ports.get(1), ports.get(2), ports.get(3), ""));

        assertThat(run("audit", "--config", config.toString())).isEqualTo(1);
        assertThat(run("receipts", "w0-0-7k3m9qxr2ztc5vbn", "--config", config.toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains("there is nothing to read: kafka.data is " + data);
        assertThat(data).doesNotExist();
    }

    private int run(String... args) {
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }
}
