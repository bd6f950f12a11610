package io.alertrelay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.alertrelay.sandbox.Fault;
import io.alertrelay.sandbox.Sandbox;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.FreePorts;
import io.alertrelay.testing.InstalledRelay;
import io.alertrelay.testing.InstalledRelay.Result;
import io.alertrelay.testing.RelayClient;
import io.alertrelay.testing.ShellCommand;
import io.vertx.core.Vertx;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A relay that was installed and is started where no locale is set, or an odd one, and whose channels have names of
 * several scripts: everything that is done with channels is done with these.
 */
@Tag("long")
class BareLocaleIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** Arabic and Thai ones. */
    private static final String OTHER_DIGITS = "[\u0660-\u0669\u06f0-\u06f9\u0e50-\u0e59]";
    /** The name of each channel, and the key in its push URL. */
    private static final Map<String, String> CHANNELS = new LinkedHashMap<>();

    static {
        CHANNELS.put("支付组", "pay");
        CHANNELS.put("订单组", "order");
        CHANNELS.put("кириллица", "cyrillic");
        CHANNELS.put("عربي", "arabic");
        CHANNELS.put("🚨 on-call", "emoji");
        CHANNELS.put("Ame\u0301lie", "combining");
    }

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final List<Integer> ports = FreePorts.take(3);
    private final RelayClient client = new RelayClient(ports.get(0), ports.get(1));
    private final List<Process> started = new ArrayList<>();
    private Sandbox flashduty;
    private Path config;
    private InstalledRelay relay;

    @BeforeEach
    void start() throws Exception {
        flashduty = Sandbox.start(vertx, 0, Clock.systemUTC());
        config = Files.createDirectories(folder.resolve("配置 目录")).resolve("告警.yaml");
        Files.writeString(config, yaml());
    }

    @AfterEach
    void stop() throws Exception {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
        flashduty.close();
        vertx.close();
    }

    /**
     * Where "I" has another small letter, numbers and dates have other digits and another calendar, and texts are GBK.
     */
    @Test
    void everythingIsDoneAndAccountedFor() throws Exception {
        relay = installed("LC_ALL=C;JAVA_OPTS=-Dfile.encoding=GBK -Duser.language=tr -Duser.country=TR"
                + " -Duser.language.format=th -Duser.country.format=TH -Duser.extensions.format=u-ca-buddhist-nu-thai");
        Process first = serve();

        // 1. Each channel gets what is for it; one refuses.
        flashduty.fault("push-cyrillic", new Fault.Status(400, "InvalidParameter", "title_rule is too odd"));
        String receipt = RelayClient.requestId(post(Bodies.firing("支付接口 İ", "critical", "其他")));
        post(Bodies.firing("второй", "warning", "支付"));
        for (String key : CHANNELS.values()) {
            if (!key.equals("cyrillic")) {
                arrives(key, "支付接口");
            }
        }
        arrives("pay", "второй");
        settled();

        // 2. An operator asks.
        ok(relay.run("audit", "--config", config.toString()));
        assertThat(ok(relay.run("explain", "--config", config.toString(), "--labels", "team=支付"))
                        .out())
                .contains("支付组")
                .doesNotContain("кириллица");
        assertThat(ok(relay.run("receipts", "--config", config.toString(), receipt))
                        .out())
                .contains(CHANNELS.keySet())
                .contains(Year.now(ZoneOffset.UTC) + "-");
        assertThat(relay.run("status", "--config", config.toString()).out()).contains(CHANNELS.keySet());

        // 3. What was refused is sent again, and something to another channel.
        ok(relay.run(
                "dead-letters", "redrive", "--config", config.toString(), "--channel", "кириллица", "--yes", "--wait"));
        arrives("cyrillic", "支付接口");
        ok(relay.run(
                "replay", "--config", config.toString(), "--last", "1h", "--to-channel", "عربي", "--yes", "--wait"));
        arrives("arabic", "второй");

        // 4. It dies, comes back, and knows who got what: the recovery goes where the firing went.
        first.destroyForcibly().waitFor();
        Process second = serve();
        post(Bodies.resolved("支付接口 İ", "critical", "其他"));
        for (String key : CHANNELS.values()) {
            await(key + " is sent the recovery")
                    .atMost(PATIENCE)
                    .until(() -> flashduty.accepted("push-" + key).stream()
                            .anyMatch(event -> event.bodyText().contains("\"Ok\"")));
        }
        settled();
        second.destroy();
        assertThat(second.waitFor()).isZero();
        assertThat(Files.readString(folder.resolve("relay.log"), StandardCharsets.UTF_8))
                .contains("кириллица")
                .contains(Year.now(ZoneOffset.UTC) + "-")
                .doesNotContain("???")
                .doesNotContainPattern(OTHER_DIGITS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LC_ALL=POSIX;JAVA_OPTS=-Duser.language=ar -Duser.country=EG -Duser.extensions=u-nu-arab",
                "LANG=zh_CN.not-there;TZ=Asia/Kathmandu;JAVA_OPTS=-Dfile.encoding=US-ASCII"
            })
    void aQuestionIsAnswered(String environment) throws Exception {
        relay = installed(environment);

        ok(relay.run("check", "--config", config.toString()));
        assertThat(ok(relay.run("explain", "--config", config.toString(), "--labels", "team=支付"))
                        .out())
                .contains("支付组")
                .doesNotContain("кириллица");
    }

    @Test
    void aJvmThatCannotReadItsArgumentsSaysSoAndAnswersNothing() throws Exception {
        Process process = ShellCommand.of(
                        folder,
                        List.of(
                                "env",
                                "-i",
                                "LC_ALL=C",
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                "io.alertrelay.Main",
                                "explain",
                                "--labels",
                                "team=支付"))
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(out).isEmpty();
        assertThat(err).contains("argument 3").contains("LC_ALL=C.UTF-8");
    }

    private InstalledRelay installed(String environment) throws Exception {
        String small = "JAVA_OPTS=-Xmx400m -XX:TieredStopAtLevel=1 ";
        return new InstalledRelay(
                folder.resolve("安装 目录"),
                List.of(environment.replace("JAVA_OPTS=", small).split(";")));
    }

    private Process serve() throws Exception {
        Process process = relay.serve(config, client, folder.resolve("relay.log"));
        started.add(process);
        return process;
    }

    private static Result ok(Result result) {
        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(result.out() + result.err()).doesNotContain("???").doesNotContainPattern(OTHER_DIGITS);
        return result;
    }

    private HttpResponse<String> post(String body) throws Exception {
        HttpResponse<String> answer = client.postPatiently("key-of-the-only-one", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private void arrives(String key, String title) {
        await(key + " is sent " + title)
                .atMost(PATIENCE)
                .until(() -> flashduty.accepted("push-" + key).stream()
                        .anyMatch(event -> event.bodyText().contains(title)));
    }

    /** Nothing waits any more, as the relay says by HTTP. */
    private void settled() {
        await("nothing waits").atMost(PATIENCE).until(() -> {
            long waiting = 0;
            for (String channel : CHANNELS.keySet()) {
                waiting += client.channel(channel).path("waiting").asLong(1);
            }
            return waiting == 0;
        });
    }

    private String yaml() throws Exception {
        ObjectMapper json = new ObjectMapper();
        List<String> channels = new ArrayList<>();
        for (Map.Entry<String, String> channel : CHANNELS.entrySet()) {
            channels.add("  - { name: %s, push_url: \"%s\", rate: 60000/min }"
                    .formatted(
                            json.writeValueAsString(channel.getKey()),
                            flashduty.pushUrl("push-" + channel.getValue())));
        }
        return """
                kafka: { brokers: embedded, data: 数据, port: %d }
                server: { host: 127.0.0.1, port: %d, sender_patience: 2m }
                management: { port: %d }
                integrations:
                  - name: arms
                    key: key-of-the-only-one
                    routes:
                      cases:
                        - { if: [{ key: labels.team, oper: IN, vals: [支付] }], channels: [支付组] }
                      default: { channels: %s }
                channels:
                %s
                flashduty: { account_rate: 600000/min }
                """.formatted(
                        ports.get(2),
                        ports.get(0),
                        ports.get(1),
                        json.writeValueAsString(CHANNELS.keySet()),
                        channels.stream().collect(Collectors.joining("\n")));
    }
}
