package io.alertrelay.console;

import static io.alertrelay.testing.TestConfig.DEDICATED_KEY;
import static io.alertrelay.testing.TestConfig.pushKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.app.App;
import io.alertrelay.config.ConfigFile;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.sandbox.Fault;
import io.alertrelay.sandbox.Sandbox;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.Browser;
import io.alertrelay.testing.RelayClient;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.testing.TestConfig;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The console as people use it, in a real browser on a relay that works. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleIT {
    private static final List<String> PAGES = List.of("", "alerts", "channels", "rules", "repair");
    private static final Path PICTURES = Path.of("target/screenshots");

    private static final Duration SOON = Duration.ofSeconds(30);

    private final Vertx vertx = Vertx.vertx();
    private Sandbox flashduty;
    private App app;
    private RelayClient relay;
    private Browser browser;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        flashduty = Sandbox.start(vertx, 0, Clock.systemUTC());
        String kafka = "{ brokers: \"%s\", prefix: \"%s\", replication: 1, min_insync_replicas: 1 }"
                .formatted(SharedBroker.bootstrapServers(), new TopicNames(SharedBroker.newPrefix()).prefix());
        Path yaml = Files.writeString(folder.resolve("relay.yaml"), TestConfig.yaml(kafka, 0, 0, flashduty.port(), ""));
        ConfigFile source = new ConfigFile(yaml, Map.of());
        app = App.start(source.load(), Optional.of(source), what -> {}, (status, reason) -> {});
        relay = new RelayClient(app.port(), app.managementPort());
        browser = Browser.start(Files.createDirectory(folder.resolve("browser")));
    }

    @AfterAll
    void stop() {
        browser.close();
        app.close();
        flashduty.close();
        vertx.close();
    }

    @BeforeEach
    void anew() throws Exception {
        browser.looks(false, false);
        open("?lang=en");
        browser.eval("localStorage.clear()");
        browser.complaints();
    }

    @AfterEach
    void withoutComplaints() {
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void eachPageCanBeReadByEverybodyInBothLanguagesAndThemesAndOnAPhone() throws Exception {
        for (boolean dark : new boolean[] {false, true}) {
            for (String page : PAGES) {
                browser.looks(dark, dark);
                open(page + "?lang=" + (dark ? "zh" : "en"));
                browser.until("document.querySelector('.status .ok, .status .warn') !== null");
                assertThat(browser.serious()).as(page).isEmpty();
                assertThat(browser.eval("document.documentElement.scrollWidth").asInt())
                        .as("nothing of " + page + " is off screen")
                        .isLessThanOrEqualTo(browser.eval("innerWidth").asInt());
                picture(page, dark ? "phone-dark-zh" : "desktop-light-en");
            }
        }
    }

    @Test
    void whatIsWrongStandsOnTopWithItsCauseAndWhatToDo() throws Exception {
        flashduty.faultAlways(pushKey("payments"), new Fault.Status(401, "Unauthorized", "<b>no such key</b>"));
        post("payments");
        await().atMost(SOON).until(() -> state("payments").equals("held"));

        browser.sees("Held: payments · 1 waiting");
        browser.sees("401 Unauthorized: <b>no such key</b>; since");
        browser.sees("What to do: mend what the cause names");
        assertThat(browser.serious()).isEmpty();
        picture("flow-held", "desktop-light-en");
        browser.looks(true, true);
        open("?lang=zh");
        browser.sees("已挂起：payments");
        browser.sees("处理办法：");
        assertThat(browser.serious()).isEmpty();
        picture("flow-held", "phone-dark-zh");

        browser.click("查看");
        browser.sees("最近 24 小时的失败原因");
        picture("channels-held", "phone-dark-zh");
        flashduty.heal(pushKey("payments"));
        browser.click("立即探测");
        browser.fill("你的姓名", "张三");
        browser.sees("若 Flashduty 接收");
        browser.eval("document.querySelector('dialog button[type=submit]').click()");
        browser.until("document.querySelector('tr.open .state.ok')?.innerText === '运行中'");
    }

    @Test
    void aChannelIsPausedAndResumedByWhoSaysTheirNameOnce() throws Exception {
        open("channels");
        browser.click("oncall");
        browser.click("Pause");
        browser.sees("Nothing more is sent to it, on all relays, also after a restart.");
        assertThat(browser.serious()).isEmpty();
        picture("channels-pause", "desktop-light-en");
        browser.press("Escape");
        browser.until("document.querySelector('dialog') === null");
        assertThat(state("oncall")).isEqualTo("running");

        browser.click("Pause");
        browser.fill("Reason", "发布窗口");
        browser.fill("Your name", "王五 & sons");
        browser.press("Enter");
        browser.sees("by 王五 & sons · until");
        assertThat(relay.channel("oncall").at("/paused/by").asText()).isEqualTo("王五 & sons");
        assertThat(relay.channel("oncall").at("/paused/reason").asText()).isEqualTo("发布窗口");

        open("channels?name=oncall&lang=zh");
        browser.click("恢复");
        browser.sees("操作人：王五 & sons");
        browser.press("Enter");
        browser.sees("oncall 已恢复。");
        await().atMost(SOON).until(() -> state("oncall").equals("running"));
    }

    @Test
    void aTestIsSentToAChannelAndItsAnswerShown() throws Exception {
        open("channels?name=platform");
        browser.click("Send a test");
        browser.sees("A marked test alert (Info) and its recovery go the whole way to Flashduty.");
        browser.fill("Your name", "li");
        browser.press("Enter");

        browser.sees("The test reached platform, and so did its recovery.");
        browser.sees("firing: delivered after");
        assertThat(flashduty.accepted(pushKey("platform"))).isNotEmpty();
    }

    @Test
    void whoHasNoMouseGetsEverywhere() throws Exception {
        browser.press("Tab");
        assertThat(browser.eval("document.activeElement.innerText").asText()).isEqualTo("Skip to the content");
        browser.press("Enter");
        browser.until("location.hash === '#main'");
        open("channels");
        browser.until("document.querySelector('button.fold') !== null");
        for (int i = 0;
                i < 40
                        && !browser.eval("document.activeElement.innerText")
                                .asText()
                                .equals("payments");
                i++) {
            browser.press("Tab");
        }
        browser.press("Enter");
        browser.until("document.querySelector('tr.detail') !== null");
        post("payments");
        browser.until("document.querySelector('tr.open td.wide:nth-of-type(4)').innerText !== '0/min'"
                + " || document.querySelectorAll('.spark .area').length > 0");
        assertThat(browser.eval("document.activeElement.innerText").asText())
                .as("has the focus although it was drawn anew")
                .isEqualTo("payments");
    }

    @Test
    void theFirstPageIsThereWithLessThan300KilobytesAndFromHereOnly() throws Exception {
        browser.sees("/health");
        assertThat(browser.eval(
                                "performance.getEntriesByType('resource').every(e => e.name.startsWith(location.origin))")
                        .asBoolean())
                .isTrue();
        assertThat(browser.eval(
                                "Promise.all(performance.getEntriesByType('resource').map(e => e.name)"
                                        + ".filter(name => !name.endsWith('/events')).map(name => fetch(name, { cache: 'reload' })"
                                        + ".then(a => a.arrayBuffer()))).then(all => all.reduce((sum, a) => sum + a.byteLength, 0))")
                        .asInt())
                .isBetween(30_000, 300_000);
    }

    private void post(String team) throws Exception {
        assertThat(relay.post(DEDICATED_KEY, Bodies.firing("a", "critical", team))
                        .statusCode())
                .isEqualTo(200);
    }

    private String state(String channel) {
        return relay.channel(channel).path("state").asText();
    }

    private void open(String page) throws Exception {
        browser.go("http://127.0.0.1:" + app.managementPort() + "/" + page);
    }

    private void picture(String page, String how) throws Exception {
        browser.picture(PICTURES.resolve((page.isEmpty() ? "flow" : page) + "-" + how + ".png"), false);
    }
}
