package io.alertrelay.cli;

import static io.alertrelay.testing.TestConfig.DEDICATED_KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.Main;
import io.alertrelay.app.App;
import io.alertrelay.sandbox.Sandbox;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.FreePorts;
import io.alertrelay.testing.PackedRelay;
import io.alertrelay.testing.RelayClient;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.testing.TestConfig;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a command needs of the configuration, in a shell without its secrets and while its file has mistakes. */
class SourceLineIT {
    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Sandbox flashduty;
    private App app;
    private Path broken;
    private int management;

    @BeforeEach
    void start() throws Exception {
        flashduty = Sandbox.start(vertx, 0, Clock.systemUTC());
        List<Integer> ports = FreePorts.take(2);
        management = ports.get(1);
        String kafka = SharedBroker.asConfigured(SharedBroker.newPrefix());
        String yaml = TestConfig.yaml(kafka, ports.get(0), management, flashduty.port(), "");
        app = App.start(TestConfig.load(yaml, folder), what -> {}, (status, reason) -> {});
        broken = Files.writeString(
                folder.resolve("relay.yaml"),
                yaml.replace("key: " + DEDICATED_KEY, "key: ${NO_SUCH_VARIABLE}")
                        .replace("integration_key=push-oncall", "integration_key=${file:not-there}")
                        .replace("flashduty: {", "flashdty: {"));
    }

    @AfterEach
    void stop() {
        app.close();
        flashduty.close();
        vertx.close();
    }

    @Test
    void commandsNeedNoSecretsAndOnlyTheSectionsOfWhatTheyAsk() throws Exception {
        RelayClient relay = new RelayClient(app.port(), management);
        String id =
                RelayClient.requestId(relay.postPatiently(DEDICATED_KEY, Bodies.firing("a", "critical", "payments")));
        await().until(() -> flashduty.received().size() == 1);

        assertThat(run("status", "--config", broken.toString()))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).startsWith("asked: the relay at http://127.0.0.1:" + management + "/\n");
        assertThat(run("channels", "pause", "oncall", "--config", broken.toString()))
                .isZero();
        assertThat(out.toString()).contains("channel oncall is paused by");
        assertThat(run("test", "payments", "--json", "--by", "王五", "--config", broken.toString()))
                .as(out.toString())
                .isZero();
        assertThat(out.toString()).startsWith("{").contains("[Alert Relay test] by 王五");
        assertThat(err.toString()).startsWith("asked: the relay at ");

        await().until(() -> run("audit", "--config", broken.toString()) == 0);
        assertThat(out.toString()).startsWith("asked: the topics test-").contains("delivered                     3");
        assertThat(err.toString())
                .contains("ignored, because only kafka is needed: 1, the first:", "flashdty: found an unknown key");
        assertThat(run("receipts", id, "--config", broken.toString())).isZero();
        assertThat(run("dead-letters", "list", "--json", "--config", broken.toString()))
                .isZero();
        assertThat(out.toString()).startsWith("{");
        assertThat(run("check", "--config", broken.toString()))
                .as("the file has mistakes")
                .isEqualTo(2);
        assertThat(err.toString()).contains("NO_SUCH_VARIABLE", "the file not-there, which is not there");
        assertThat(run("check", "--without-secrets", "--config", broken.toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("flashdty").doesNotContain("NO_SUCH_VARIABLE", "not-there");
        Files.writeString(broken, Files.readString(broken).replace("flashdty: {", "flashduty: {"));
        assertThat(run("check", "--without-secrets", "--config", broken.toString()))
                .as(err.toString())
                .isZero();
        assertThat(err.toString())
                .contains("not looked at, because they are missing in this shell", "NO_SUCH_VARIABLE", "not-there");
    }

    @Test
    void theEnvironmentNamesTheFileAndTheRelay() throws Exception {
        assertThat(process(Map.of("RELAY_CONFIG", broken.toString()), "status")).isEqualTo(0);
        assertThat(out.toString()).startsWith("asked: the relay at http://127.0.0.1:" + management + "/\n");
        assertThat(process(Map.of("RELAY_URL", "http://localhost:" + management), "channels", "resume", "oncall"))
                .isEqualTo(1);
        assertThat(out.toString()).startsWith("asked: the relay at http://localhost:" + management + "/\n");
        assertThat(err.toString()).contains("channel \"oncall\" is not paused");
    }

    private int run(String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }

    /** As a process of its own, which alone can be given an environment. */
    private int process(Map<String, String> environment, String... args) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(PackedRelay.program(Main.class.getName()));
        command.addAll(List.of(args));
        Path stdout = folder.resolve("stdout");
        Path stderr = folder.resolve("stderr");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(stdout.toFile()).redirectError(stderr.toFile());
        builder.environment().putAll(environment);
        int code = builder.start().waitFor();
        out.getBuffer().setLength(0);
        out.append(Files.readString(stdout, StandardCharsets.UTF_8));
        err.getBuffer().setLength(0);
        err.append(Files.readString(stderr, StandardCharsets.UTF_8));
        return code;
    }
}
