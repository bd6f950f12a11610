package io.alertrelay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alertrelay.Main;
import io.alertrelay.text.TextWidth;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The commands about rules: explain, check with warnings and examples, routes import and export. */
class RulesCommandsTest {
    private static final String SAMPLE = "src/main/resources/samples/arms-firing.json";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private String config;
    private int pipes;

    @BeforeEach
    void writeConfiguration() throws Exception {
        config = write("relay.yaml", """
                integrations:
                  - name: arms
                    key: a-long-key
                    routes:
                      cases:
                        - if: [{ key: labels.env, oper: IN, vals: [prod, "pre-*"] }]
                          channels: [night]
                        - if: [{ key: labels.team, oper: IN, vals: ["*"] }]
                          routing_mode: name_mapping
                          name_mapping_label: labels.team
                        - channels: [night]
                      default: { channels: [night] }
                channels:
                  - { name: payments, id: 101, push_url: "https://example.com/a" }
                  - { name: night, id: 102, push_url: "https://example.com/b" }
                """);
    }

    @Test
    void explainTellsTheWholeWayOfEachAlert() {
        assertThat(run("explain", "-c", config, SAMPLE)).isZero();
        assertThat(out.toString().lines().map(String::strip))
                .containsExactly(
                        "alert 0 of arms: firing Critical \"支付接口错误率过高\"",
                        "alert_key arms:5f2c1d7ab0934e6e8f10c2d3e4f5a6b7",
                        "case 1    no       if[0] labels.env is absent, and must be IN [\"prod\", \"pre-*\"]",
                        "case 2    matched  labels.team IN *; name_mapping: labels.team is \"payments\" -> payments, stops here",
                        "case 3    not asked, case 2 ended the search",
                        "default   not used",
                        "-> payments             case 2",
                        out.toString().lines().reduce((a, b) -> b).orElseThrow().strip());
    }

    @Test
    void explainAlignsWhatStandsBehindChineseNames() throws Exception {
        String chinese = write(
                "chinese.yaml",
                Files.readString(Path.of(config))
                        .replace("[night]", "[night, 支付组]")
                        .replace(
                                "channels:\n  - { name: payments",
                                "channels:\n  - { name: 支付组, id: 103, push_url: \"https://example.com/c\" }\n  - { name: payments"));

        assertThat(run("explain", "-c", chinese, "-i", "arms", "--labels", "env=prod"))
                .isZero();
        assertThat(out.toString().lines().filter(line -> line.endsWith(" case 1")))
                .hasSize(2)
                .extracting(TextWidth::of)
                .containsOnly(TextWidth.of("  -> ") + 20 + TextWidth.of(" case 1"));
    }

    @Test
    void explainOfLabelsSaysThatAMappingFoundNoChannel() {
        assertThat(run("explain", "-c", config, "-i", "arms", "--labels", "team=nobody,env=dev", "--severity", "Info"))
                .isZero();
        assertThat(out.toString())
                .contains("if[0] labels.env is \"dev\", and must be IN")
                .contains("labels.team is \"nobody\", no channel of that name, stops here")
                .contains("default   used -> night")
                .contains("-> night                default");
    }

    @Test
    void explainReadsStandardInputAndWritesJson() throws Exception {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(Files.readAllBytes(Path.of(SAMPLE))));
        try {
            assertThat(run("explain", "-c", config, "--json", "-")).isZero();
        } finally {
            System.setIn(before);
        }
        JsonNode alert =
                new ObjectMapper().readTree(out.toString()).path("alerts").path(0);
        assertThat(alert.path("channels").path(0).asText()).isEqualTo("payments");
        assertThat(alert.at("/cases/0/condition/value").isNull()).isTrue();
        assertThat(alert.at("/cases/1/mapping/value").asText()).isEqualTo("payments");
        assertThat(alert.at("/cases/2/stopped_by").asInt()).isEqualTo(2);
        assertThat(alert.at("/origins/0/cases/0").asInt()).isEqualTo(2);
        assertThat(alert.at("/default/used").asBoolean()).isFalse();
    }

    @Test
    void explainIsPlainWithoutATerminalAndAnAlertCannotSteerOne() {
        assertThat(run("explain", "-c", config, "--labels", "env=\u001b[31mx@|red y|@"))
                .isZero();
        assertThat(out.toString()).doesNotContain("\u001b").contains("@|red y|@");
    }

    @Test
    void explainHasColoursOnATerminal() {
        CommandLine line = Main.commandLine();
        line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.ON));

        assertThat(line.setOut(new PrintWriter(out, true)).execute("explain", "-c", config, SAMPLE))
                .isZero();

        assertThat(out.toString()).contains("\u001b[1m\u001b[32mmatched");
    }

    @Test
    void explainSaysWhatIsWrongWithTheQuestion() throws Exception {
        assertThat(run("explain", "-c", config, "-i", "amrs", SAMPLE)).isEqualTo(2);
        assertThat(run("explain", "-c", config)).isEqualTo(2);
        assertThat(run("explain", "-c", config, "--labels", "a=b", SAMPLE)).isEqualTo(2);
        assertThat(run("explain", "-c", config, "--labels", "a=b", "--severity", "fatal"))
                .isEqualTo(2);
        assertThat(run("explain", "-c", config, folder.resolve("none").toString()))
                .isEqualTo(2);
        assertThat(run("explain", "-c", config, write("body.json", "no JSON"))).isEqualTo(1);
        assertThat(err.toString())
                .contains("found \"amrs\", expected one of arms")
                .contains("--severity: found \"fatal\"")
                .contains("The body is not JSON");
    }

    @Test
    void warningsDoNotFailACheckUnlessItIsStrict() throws Exception {
        String odd = write("odd.yaml", Files.readString(Path.of(config)).replace("\"pre-*\"", "\"*\""));

        assertThat(run("check", "-c", odd)).isZero();
        assertThat(err.toString())
                .contains(
                        "odd.yaml:6:58: integrations[0].routes.cases[0].if[0].vals[1]: warning: it matches every value")
                .contains("1 warning");
        assertThat(run("check", "-c", odd, "--strict")).isEqualTo(2);
        assertThat(run("check", "-c", config, "--strict")).isZero();
    }

    @Test
    void aCheckTellsOfKeysThatHaveEndedOrSoonDo() throws Exception {
        Instant soon = Instant.now().plus(Duration.ofDays(2));
        String keys = "keys: [a-long-key, { key: b-long-key, not_after: 2024-01-31T00:00:00Z },"
                + " { key: c-long-key, not_after: %s }, { key: d-long-key, not_after: %s }]";

        assertThat(run(
                        "check",
                        "-c",
                        write(
                                "keys.yaml",
                                Files.readString(Path.of(config))
                                        .replace(
                                                "key: a-long-key",
                                                keys.formatted(soon, soon.plus(Duration.ofDays(60)))))))
                .isZero();

        assertThat(out.toString().lines().filter(line -> line.contains("key ")))
                .satisfiesExactly(
                        ended -> assertThat(ended)
                                .startsWith("    key 2 of 4 has ended, at 2024-01-31 ")
                                .endsWith(": posts with it are answered 401"),
                        ends -> assertThat(ends).startsWith("    key 3 of 4 ends at "));
        assertThat(out.toString()).doesNotContain("-long-key");
    }

    @Test
    void aFailedExampleFailsACheck() throws Exception {
        String with = Files.readString(Path.of(config)).replace("default: { channels: [night] }", """
                        default: { channels: [night] }
                              examples: [{ name: pay, labels: { team: payments }, channels: [night] }]""");

        assertThat(run("check", "-c", write("with.yaml", with))).isEqualTo(2);
        assertThat(err.toString())
                .contains("examples[0] \"pay\": found payments by case 2")
                .contains("1 of 1 example failed");
        assertThat(run(
                        "check",
                        "-c",
                        write("with.yaml", with.replace("channels: [night] }]", "channels: [payments] }]"))))
                .isZero();
        assertThat(out.toString()).contains("2 channels, 1 example");
    }

    @Test
    void aCheckOfPastAlertsTellsItsFailuresAlsoWhileKafkaIsAway() throws Exception {
        String odd = "kafka: { brokers: \"127.0.0.1:1\" }\n"
                + Files.readString(Path.of(config)).replace("\"pre-*\"", "\"*\"");
        String failing = odd.replace("default: { channels: [night] }", """
                        default: { channels: [night] }
                              examples: [{ name: pay, labels: { team: payments }, channels: [night] }]""");

        assertThat(run("check", "-c", write("odd.yaml", odd), "--last", "1h")).isEqualTo(1);
        assertThat(err.toString()).contains("warning: it matches every value").contains("--last: ");
        assertThat(run("check", "-c", write("failing.yaml", failing), "--last", "1h"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("examples[0] \"pay\": found").contains("1 of 1 example failed");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aPipeOfTheShellIsTakenForAFile() throws Exception {
        assertThat(run("explain", "-c", config, pipe(Files.readString(Path.of(SAMPLE)))))
                .as(err.toString())
                .isZero();
        assertThat(run(
                        "routes",
                        "import",
                        "-c",
                        config,
                        pipe("{\"cases\": [], \"default\": {\"channel_ids\": [102]}}")))
                .as(err.toString())
                .isZero();
        assertThat(run("what-if", "-c", config, "--routes", pipe("cases: 7"), "--last", "1h"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("cases: found");
        assertThat(run("what-if", "-c", config, "--routes", "/no/such", "--last", "1h"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--routes: there is no file /no/such");
    }

    /** The name of a pipe from which the text can be read once, as a shell makes it of {@code <(…)}: below /dev. */
    private String pipe(String text) throws Exception {
        Path pipe = folder.resolve("pipe-" + pipes++);
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Thread writer = new Thread(() -> {
            try {
                Files.writeString(pipe, text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        writer.setDaemon(true);
        writer.start();
        return "/dev/.." + pipe;
    }

    @Test
    void routesGoToFlashdutysFormAndBack() throws Exception {
        Path json = folder.resolve("reply.json");
        Path yaml = folder.resolve("rules.yaml");

        assertThat(run("routes", "export", "-c", config, "-i", "arms", "-o", json.toString()))
                .isZero();
        assertThat(run("routes", "import", "-c", config, json.toString(), "-o", yaml.toString()))
                .isZero();

        assertThat(Files.readString(json)).contains("\"channel_ids\" : [ 102 ]");
        assertThat(Files.readString(yaml)).isEqualTo("""
                cases:
                  - if:
                      - { key: labels.env, oper: IN, vals: [prod, "pre-*"] }
                    channels: [night]
                  - if:
                      - { key: labels.team, oper: IN, vals: ["*"] }
                    routing_mode: name_mapping
                    name_mapping_label: labels.team
                  - channels: [night]
                default:
                  channels: [night]
                """);
    }

    @Test
    void aFileThatIsThereIsReplacedByOrderOnlyAndNeverHalf() throws Exception {
        Path json = Path.of(write("reply.json", "mine"));
        String[] export = {"routes", "export", "-c", config, "-i", "arms", "-o", json.toString()};

        assertThat(run(export)).isEqualTo(2);
        assertThat(err.toString()).contains("there is a file " + json + " already; --force replaces it");
        assertThat(Files.readString(json)).isEqualTo("mine");

        assertThat(run(Stream.concat(Stream.of(export), Stream.of("--force")).toArray(String[]::new)))
                .isZero();
        assertThat(Files.readString(json)).contains("\"channel_ids\" : [ 102 ]");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("relay.yaml", "reply.json");
        }
    }

    @Test
    void routesListWhatCouldNotBeCarriedOverAndSaySoInTheExitCode() throws Exception {
        String reply = write("reply.json", """
                {"request_id": "r", "data": {"cases": [], "default": {"channel_ids": [999]}}}
                """);

        assertThat(run("routes", "import", "-c", config, reply)).isEqualTo(3);
        assertThat(out.toString()).contains("channel_ids: [999]");
        assertThat(err.toString())
                .doesNotContain("request_id")
                .contains("no channel of the configuration has the id 999");
        assertThat(run(
                        "routes",
                        "import",
                        "-c",
                        config,
                        write("clean.json", reply("{\"cases\": [], \"default\": {\"channel_ids\": [102]}}"))))
                .isZero();
        assertThat(run("routes", "import", "-c", config, write("bad.json", "{\"cases\": 7}")))
                .isEqualTo(2);
        assertThat(run("routes", "export", "-c", config, "-i", "nobody")).isEqualTo(2);
        assertThat(run("routes")).isEqualTo(2);
    }

    private static String reply(String rules) {
        return "{\"request_id\": \"r\", \"data\": {\"integration_id\": 7, \"version\": 3, \"updated_at\": 1,"
                + rules.substring(1) + "}";
    }

    private String write(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private int run(String... args) {
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }
}
