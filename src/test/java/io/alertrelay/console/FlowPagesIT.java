package io.alertrelay.console;

import static io.alertrelay.testing.TestConfig.DEDICATED_KEY;
import static io.alertrelay.testing.TestConfig.SHARED_KEY;
import static io.alertrelay.testing.TestConfig.pushKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.sandbox.Fault;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.Cable;
import io.alertrelay.testing.FreePorts;
import io.alertrelay.testing.SharedBroker;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The frame of the console, and the pages of the flow and of the channels. */
class FlowPagesIT extends ConsolePages {
    private static final List<String> PAGES = List.of("", "alerts", "channels", "rules", "repair");

    @Test
    void eachPageCanBeReadByEverybodyInBothLanguagesAndThemesAndOnAPhone() throws Exception {
        for (String language : List.of("en", "zh")) {
            for (String page : PAGES) {
                open(page + "?lang=" + language);
                browser.until("document.querySelector('.status .ok, .status .warn') !== null");
                for (boolean phone : new boolean[] {false, true}) {
                    // Each two of language, theme and device are seen together; all three would take twice as long.
                    boolean dark = phone != language.equals("zh");
                    browser.looks(phone, dark);
                    String how = (phone ? "phone-" : "desktop-") + (dark ? "dark-" : "light-") + language;
                    rig.readable(page + " " + how);
                    picture(page, how);
                }
                browser.looks(false, false);
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
        browser.sees("What to do: fix what the cause names");
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
        browser.click("立即探测");
        browser.fill("您的姓名", "张三");
        browser.sees("若 Flashduty 接收");
        browser.eval("document.querySelector('dialog button[type=submit]').click()");
        browser.sees("正在探测 payments");
        // Not before, or the relay's own probe comes first.
        flashduty.heal(pushKey("payments"));
        relay.manage("channels/payments/probe", "");
        browser.until("document.querySelector('tr.open .state.ok')?.innerText === '运行中'");
    }

    @Test
    void whoProbesAChannelThatHasGoneOnMeanwhileIsToldSo() throws Exception {
        flashduty.faultAlways(pushKey("platform"), new Fault.Status(401, "Unauthorized", "no such key"));
        relay.postUntilTaken(SHARED_KEY, Bodies.firing("a", "critical", "platform"));
        await().atMost(SOON).until(() -> state("platform").equals("held"));
        open("channels?name=platform");
        browser.click("Probe now");
        browser.fill("Your name", "li");
        flashduty.heal(pushKey("platform"));
        await().atMost(SOON).until(() -> state("platform").equals("running"));

        browser.press("Enter");

        browser.sees("platform is already delivering: it is not held any more.");
        browser.until("document.querySelector('dialog') === null");
        assertThat(browser.complaints()).singleElement().asString().contains("channels/platform/probe", "409");
    }

    @ParameterizedTest
    @CsvSource({
        "'', en, 'The relay does not answer. All below is old: it is how it was at '",
        "channels, zh, 中继没有应答。以下内容已过时，为 "
    })
    void aRelayThatGoesSilentWithoutClosingAConnectionIsNotShownAsWell(String page, String language, String silent)
            throws Exception {
        int port = FreePorts.take(1).get(0);
        try (Cable cable = rig.cable(port)) {
            browser.go("http://127.0.0.1:" + port + "/" + page + "?lang=" + language);
            browser.until("document.querySelector('.status .ok, .status .warn') !== null");
            cable.cut();

            browser.sees(silent);
            browser.until("document.querySelector('.status .bad') !== null");
            assertThat(browser.eval("document.querySelector('body > .banner').innerText")
                            .asText())
                    .as("since when it is old")
                    .containsPattern("\\d\\d:\\d\\d:\\d\\d");
            assertThat(browser.eval("document.querySelector('.banner.well') === null")
                            .asBoolean())
                    .isTrue();
            rig.readable("a silent relay");
            picture("silent", "desktop-light-" + language);

            cable.restore();
            browser.until("document.querySelector('.status .ok, .status .warn') !== null"
                    + " && document.querySelector('body > .banner').hidden");
        }
    }

    @Test
    void whatARelayThatIsStartingDoesNotKnowIsNotShownAsNone() throws Exception {
        String events = """
                window.EventSource = class {
                  addEventListener(name, f) { if (name === 'all') { window.tell = data => f({ data: JSON.stringify(data) }); } }
                  set onerror(f) { setTimeout(() => tell({ status: 'starting' })); }
                  close() { }
                }""";
        String tell = "fetch('/api/v1/status').then(answer => answer.json()).then(now => {"
                + " %s; now.channels.forEach(c => { now['channels/' + c.name] = c; });"
                + " now.integrations.forEach(i => { now['integrations/' + i.name] = i; });"
                + " delete now.channels; delete now.integrations; tell(now); })";
        browser.with(events, () -> {
            open("channels");
            browser.until("document.querySelector('.status').innerText === 'starting'");
            assertThat(browser.eval("document.querySelector('main').innerText").asText())
                    .contains("Loading …", "–")
                    .doesNotContain("No channel is like that.");
            browser.eval(tell.formatted(""));
            browser.sees("payments");

            open("");
            browser.until("document.querySelector('.status').innerText === 'starting'");
            assertThat(browser.eval("document.querySelector('.picture').innerText")
                            .asText())
                    .isBlank();
            browser.eval(tell.formatted("delete now.last_24h.dead_letters"));
            browser.sees("payments");
            assertThat(browser.eval("document.querySelector('.banner.well') === null")
                            .asBoolean())
                    .isTrue();
        });
    }

    @Test
    void ofTheChannelsThatAreNotShownItIsSaidHowManyAreOutOfOrder() throws Exception {
        String tell = "fetch('/api/v1/status').then(answer => answer.json()).then(now => {"
                + " for (let i = 0; i < 15; i++) { now['channels/c' + (100 + i)] = { ...now.channels[0], name: 'c' + (100 + i),"
                + " state: i < %d ? 'held' : i < %d ? 'paused' : 'running', cause: 'no answer', paused: i >= %1$d && i < %2$d"
                + " ? { by: 'li', since: now.as_of } : undefined, since: now.as_of }; }"
                + " now.integrations.forEach(i => { now['integrations/' + i.name] = i; });"
                + " delete now.channels; delete now.integrations; tell(now); })";
        browser.with(TOLD, () -> {
            open("");
            browser.until("window.tell !== undefined");
            browser.eval(tell.formatted(12, 14));
            browser.sees("5 more, 2 held, 2 paused");
            browser.eval(tell.formatted(0, 0));
            browser.sees("5 more, none of them held, slowed or paused");

            open("?lang=zh");
            browser.until("window.tell !== undefined");
            browser.eval(tell.formatted(12, 14));
            browser.sees("另有 5 个，2 个已挂起，2 个已暂停");
            rig.readable("many channels out of order");
        });
    }

    @Test
    void whoIsCalledAtNightFindsOnTopWhatWaitsTooLongHasNoKeyAndWasLeftOut() throws Exception {
        String tell = "fetch('/api/v1/status').then(answer => answer.json()).then(now => {"
                + " const before = minutes => new Date(new Date(now.as_of) - minutes * 60000).toISOString();"
                + " now.problems = []; now.topic_faults = []; now.version = '1.2.3';"
                + " now.cluster = ['a', 'b', 'b', 'c'].map((name, i) => ({ host: 'host-' + name, port: 8090 + i, this: name === 'a' }));"
                + " const those = (all, name) => all.find(one => one.name === name);"
                + " Object.assign(those(now.channels, 'payments'), { state: 'running', waiting: 3, retrying: 1,"
                + "   oldest_received_at: before(%d), last_fault: { at: before(1), answer: '500 InternalError' } });"
                + " Object.assign(those(now.channels, 'platform'), { state: 'slowed', cause: '429 Too Many', since: before(2),"
                + "   slowed_to: '50%%' });"
                + " if (window.isPaused) Object.assign(those(now.channels, 'payments'), { state: 'paused', paused: { by: 'li', since: before(1) } });"
                + " now.channels.push(...(window.slow ?? []).map(name => ({ name, state: 'slowed', cause: '429', since: before(2), waiting: 0 })));"
                + " those(now.channels, 'oncall').state = 'elsewhere';"
                + " if (window.isHeldThere) Object.assign(now.cluster[3], { held: { oncall: '401 Unauthorized: no key' } });"
                + " if (window.isSlow) Object.assign(those(now.channels, 'payments'), { state: 'slowed', cause: '429 Too Often',"
                + "   since: before(2), waiting: 20000, waiting_by_severity: { Critical: 12, Info: 9988 } });"
                + " if (window.isUpgraded) { now.version = '1.2.4';"
                + "   now.cluster.forEach((r, i) => Object.assign(r, { config: i ? 'c2' : now.config.version, version: i === 1 ? '1.2.3' : '1.2.4' })); }"
                + " now.integrations.forEach(i => { i.last_accepted_at = now.as_of; });"
                + " those(now.integrations, 'arms-shared').truncated_last_hour = 7;"
                + " those(now.integrations, 'arms-shared').keys = [{ hash: 'a', not_after: before(30) }, { hash: 'b', not_after: window.ended ??= before(10) }];"
                + " for (let i = 10; i < 22; i++) { now.integrations.push({ name: 'x' + i, accepted_last_minute: i < 20 ? 9 : 0,"
                + "   keys: [{ hash: 'c', last_used_at: i === 20 ? before(100) : undefined }] }); }"
                + " now.channels.forEach(c => { now['channels/' + c.name] = c; });"
                + " now.integrations.forEach(i => { now['integrations/' + i.name] = i; });"
                + " delete now.channels; delete now.integrations; clearInterval(window.telling);"
                + " tell(now); window.telling = setInterval(() => tell(now), 1000); })";
        String aloud = "document.querySelector('main > [role=status]').innerText";
        browser.with(TOLD, () -> {
            open("?lang=en");
            browser.until("window.tell !== undefined && document.querySelector('.charts .card') !== null");
            browser.eval(tell.formatted(12));
            browser.sees("payments: alerts have waited for 12 min (1 being retried)");
            browser.sees("500 InternalError");
            browser.sees("Integration arms-shared has no valid key any more: the last ended at");
            browser.sees("The sender of arms-shared left out 7 alerts in the last hour");
            browser.sees("slowed to 50%");
            browser.sees("run relay status on host-b, host-c, or open the console there");
            browser.sees(
                    "this one host-a · others: host-b:8091, host-b:8092, host-c · version 1.2.3 · times are in the time zone");
            assertThat(browser.eval(
                                    "[...document.querySelectorAll('.trouble a')].map(a => a.getAttribute('href')).join(' ')")
                            .asText())
                    .contains("/alerts?channel=payments&outcome=waiting&to=20", "/alerts?integration=arms-shared");
            browser.click("4 more");
            assertThat(browser.eval("[...document.querySelectorAll('.more li')].map(li => li.innerText).join(' ')")
                            .asText())
                    .as("longest silent first")
                    .matches("(?s)x21\\s+no use known\\s+x20\\s+last .*arms-.*");
            browser.eval(tell.formatted(13));
            browser.sees("payments: alerts have waited for 13 min");
            assertThat(browser.eval(aloud).asText())
                    .as("is not read aloud again when it is only a minute more")
                    .contains("Attention: payments: alerts have waited for 12 min", "Serious: Integration arms-shared");
            assertThat(browser.eval("document.querySelector('.troubles').closest('[aria-live]') === null")
                            .asBoolean())
                    .isTrue();
            rig.readable("all of it");
            browser.eval("window.slow = ['支付2']");
            browser.eval(tell.formatted(13));
            browser.eval("slow.push('支付3')");
            browser.eval(tell.formatted(13));
            assertThat(browser.eval(aloud).asText()).isEqualTo("Attention: 支付3 is slowed");
            assertThat(browser.eval(
                                    "import('/console/pages/flow.js').then(page => [1, 2].map(page.words.en.fewer).join(' '))")
                            .asText())
                    .isEqualTo("One problem is left. 2 problems are left.");
            browser.eval("window.isSlow = window.isHeldThere = true");
            browser.eval(tell.formatted(13));
            browser.sees("Held on host-c: oncall");
            browser.sees("401 Unauthorized: no key");
            browser.sees("run relay status on host-c, and");
            browser.sees("payments: alerts have waited for 13 min");
            browser.sees("429 Too Often; since");
            assertThat(browser.eval(aloud).asText())
                    .as("one that is slowed now and then is late all the time")
                    .isEqualTo("Serious: Held on host-c: oncall");
            browser.eval("window.isHeldThere = false; window.isUpgraded = true; window.slow = []");
            browser.eval(tell.formatted(13));
            browser.sees("The relay host-b:8091 runs version 1.2.3");
            browser.sees("The relay host-b:8092 runs another configuration");
            browser.sees("The relay is now version 1.2.4. Reload this page");
            browser.eval("window.isSlow = window.isUpgraded = false; window.slow = ['支付2', '支付3']");
            browser.eval("window.isPaused = true");
            browser.eval(tell.formatted(14));
            browser.sees("payments is paused by li");
            browser.eval("window.isPaused = false");
            browser.eval(tell.formatted(14));
            assertThat(browser.eval("document.querySelector('.troubles').innerText")
                            .asText())
                    .as("what waited for the end of a pause has some time to be sent, as with the alarm")
                    .contains("支付3 is slowed")
                    .doesNotContain("payments");

            open("?lang=zh");
            browser.until("window.tell !== undefined");
            browser.eval(tell.formatted(12));
            browser.sees("payments：有告警已等待 12 分钟（1 条在重试）");
            browser.eval("window.isHeldThere = true");
            browser.eval(tell.formatted(12));
            browser.sees("在 host-c 上已挂起：oncall");
            browser.sees("集成 arms-shared 已没有有效的密钥：最后一个于");
            browser.sees("arms-shared 的发送方省略了 7 条告警");
            browser.sees("本中继 host-a · 其他：host-b:8091, host-b:8092, host-c · 版本 1.2.3 · 时间均为浏览器所在时区 UTC");
            browser.click("另有 4 个");
            rig.readable("all of it");
            rig.picture("flow-late-desktop-light-zh");

            browser.looks(true, false);
            open("channels?name=payments");
            browser.until("window.tell !== undefined");
            browser.eval(tell.formatted(12));
            browser.sees("1 条在重试：500 InternalError");
            browser.eval("window.isHeldThere = true");
            browser.eval(tell.formatted(12));
            browser.sees("在 host-c 上已挂起：401 Unauthorized: no key");
            browser.eval("window.isSlow = true");
            browser.eval(tell.formatted(12));
            browser.sees("仅前 10,000 条");
            browser.eval("window.isSlow = false");
            browser.eval(tell.formatted(12));
            browser.sees("429 Too Many · 始于");
            browser.sees("降至 50%");
            browser.until("document.querySelector('.facts-list').innerText.includes('已用速率')");
            assertThat(browser.eval("document.querySelector('[data-key=waiting]').getAttribute('href')")
                            .asText())
                    .isEqualTo("/alerts?outcome=waiting&channel=payments");
            rig.readable("the channel");
            rig.picture("channels-late-phone-light-zh");
        });
    }

    @Test
    void aKeyThatEndsSoonIsNamedWhileItIsInUse() throws Exception {
        String before = Files.readString(rig.yaml());
        Instant end = Instant.now().plus(Duration.ofHours(30));
        Files.writeString(
                rig.yaml(),
                before.replace(
                        "    key: " + DEDICATED_KEY,
                        "    keys: [{ key: another-key-of-the-dedicated-one, not_after: 2099-01-01T00:00:00Z },"
                                + " { key: %s, not_after: %s }]".formatted(DEDICATED_KEY, end)));
        relay.manage("reload", "", 200);
        post("payments");

        browser.sees("of arms-dedicated ends in 30 h");
        browser.sees("give the sender the new key");
        open("?lang=zh");
        browser.sees("arms-dedicated 的密钥");
        rig.readable("the key that ends");

        Files.writeString(rig.yaml(), before);
        relay.manage("reload", "", 200);
        browser.until("!document.body.innerText.includes('arms-dedicated 的密钥')");
    }

    @Test
    void webhooksThatPileUpBeforeTheRoutingAreNamedUntilTheyAreRouted() throws Exception {
        // Nothing is routed before its decision is written.
        SharedBroker.configure(rig.topics().decisions(), "max.message.bytes", "1");
        try {
            for (int i = 0; i < 110; i++) {
                post("piled up");
            }

            // The first may have been routed before the setting was in force.
            browser.until("/\\d+ webhooks wait to be routed/.test(document.body.innerText)");
            browser.until("document.querySelector('.node[data-key=routing]').classList.contains('warn')");
            rig.readable("what waits to be routed");
            picture("flow-routing", "desktop-light-en");
            open("?lang=zh");
            browser.until("/\\d+ 个 webhook 等待路由/.test(document.body.innerText)");
            rig.readable("what waits to be routed");
        } finally {
            SharedBroker.configure(rig.topics().decisions(), "max.message.bytes", "1000000");
        }

        await().atMost(SOON).until(() -> relay.health().at("/routing/waiting").asInt(-1) == 0);
        browser.until("!document.body.innerText.includes('个 webhook 等待路由')"
                + " && !document.querySelector('.node[data-key=routing]').classList.contains('warn')");
    }

    @Test
    void whatTheRelaySaysIsChineseOnTheChinesePagesAndWhatIsNotKnownStaysAsItIs() throws Exception {
        open("?lang=zh");

        assertThat(browser.eval("import('/console/lib.js').then(lib => ["
                                + "'the channel is held: no whole answer within 10 s, 3 attempts so far',"
                                + "'follows its firing: case 1 (labels.team IN [x])',"
                                + "'alerts[0].status: expected firing or resolved, found another value.',"
                                + "'alerts[2].labels: expected an object, found a string.',"
                                + "'discarded by li ming after the channel was removed',"
                                + "'400 InvalidParameter: too long',"
                                + "'the very same is ordered already, as r1, and is running',"
                                + "new lib.Refused(400, { error: { code: 'InvalidParameter' } },"
                                + " 'reason: found 501 characters, expected at most 500').message]"
                                + ".map(lib.plainly).join('|'))")
                        .asText())
                .isEqualTo("协作空间已挂起：10 秒内没有收到完整应答，已尝试 3 次|沿用触发时的去向：case 1 (labels.team IN [x])"
                        + "|alerts[0].status: 应为 firing 或 resolved，实际是其他值。"
                        + "|alerts[2].labels: 应为对象，实际是字符串。|协作空间移除后由 li ming 作废|400 InvalidParameter: too long"
                        + "|即 r1。进度见“处置”页的“重放”"
                        + "|参数有误：reason: 共 501 个字符，最多 500 个");
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
        await().atMost(SOON).until(() -> state("oncall").equals("running"));
    }

    @Test
    void whoTakesOverAWorkstationActsByTheirOwnName() throws Exception {
        open("channels");
        browser.click("oncall");
        browser.click("Pause");
        browser.fill("Your name", "ann");
        browser.press("Enter");
        browser.sees("by ann · until");

        open("channels?name=platform&lang=zh");
        browser.click("暂停");
        browser.sees("操作人：ann");
        browser.click("更改");
        browser.until("document.activeElement.value === 'ann'");
        browser.fill("您的姓名", "bob");
        rig.readable("the dialog");
        browser.press("Enter");

        await().atMost(SOON).until(() -> state("platform").equals("paused"));
        assertThat(relay.channel("platform").at("/paused/by").asText()).isEqualTo("bob");
        assertThat(relay.channel("oncall").at("/paused/by").asText()).isEqualTo("ann");
        open("channels?name=platform&lang=en");
        browser.click("Resume");
        browser.sees("as bob");
    }

    @Test
    void whatIsRefusedNotAuditedReadFirstOrPausedByTheFileIsToldInBothLanguages() throws Exception {
        String told = TOLD + """
                (() => {
                  const real = fetch;
                  const refused = [{ integration: 'arms-shared', status: 503, cause: 'bytes', count: 7 },
                    { integration: 'arms-shared', status: 503, cause: 'kafka', count: 3 },
                    { integration: 'arms-shared', status: 503, cause: 'slow', count: 1 },
                    { integration: 'arms-dedicated', status: 499, cause: 'broken-off', count: 4 },
                    { integration: 'arms-dedicated', status: 413, cause: 'size', count: 2 },
                    { integration: 'unknown', status: 401, cause: 'unknown-key', count: 3 },
                    { integration: 'unknown', status: 401, cause: 'key', count: 9 }];
                  window.fetch = async (path, options) => {
                    const answer = await real(path, options);
                    return path.endsWith('/history') ? new Response(JSON.stringify({ ...await answer.json(), refused })) : answer;
                  };
                })()""";
        String tell = "fetch('/api/v1/status').then(answer => answer.json()).then(now => {"
                + " now.reading = ['reading decisions of partition 3: 40 %, at offset 4 of 10'];"
                + " now.audit_left_out_records = 2000001; now.problems = []; now.topic_faults = [];"
                + " now.channels[0].paused = { by: 'the configuration', since: now.as_of }; now.channels[0].state = 'paused';"
                + " now.channels.forEach(c => { now['channels/' + c.name] = c; });"
                + " now.integrations.forEach(i => { now['integrations/' + i.name] = i; });"
                + " delete now.channels; delete now.integrations; tell(now); setInterval(() => tell(now), 1000); })";
        String rest = "(more => more && (more.open = true))(document.querySelector('.troubles details'))";
        browser.with(told, () -> {
            open("?lang=en");
            browser.until("window.tell !== undefined");
            browser.eval(tell);
            browser.sees(
                    "answered 503 (Kafka did not store it in time): what they carried is lost unless the sender posts it"
                            + " again, but may be stored all the same");
            browser.sees("answered 503 (too many bytes were in flight): what they carried is not here");
            browser.sees("the sender or the network is too slow (server.body_timeout).");
            browser.sees("not answered (its body broke off, or was no valid HTTP): what they carried is not here");
            browser.sees("its sender gave up (ARMS after 5 s)");
            browser.sees("answered 413 (the body is too large): what they carried is not here");
            browser.sees("The last hour is not audited");
            browser.sees("3 requests of unknown senders were refused in the last hour");
            browser.sees("answered 401 (the integration key is not a known one): what they carried is not here");
            browser.until(rest);
            assertThat(browser.eval("document.querySelector('.troubles').innerText")
                            .asText())
                    .as("whoever tries addresses has no key")
                    .doesNotContain("9 requests");
            browser.sees("reading decisions of partition 3: 40 %, at offset 4 of 10");
            browser.sees("is paused by the configuration");
            assertThat(browser.eval(
                                    "[...document.querySelectorAll('.trouble a')].map(a => a.getAttribute('href')).join(' ')")
                            .asText())
                    .contains("/alerts?outcome=refused&integration=arms-shared");
            open("?lang=zh");
            browser.until("window.tell !== undefined");
            browser.eval(tell);
            browser.sees("应答 503（Kafka 未能及时存储）：除非发送方重试");
            browser.sees("应答 503（在途的字节过多）：其中的告警没有进入中继");
            browser.sees("未能应答（请求体中断，或不是有效的 HTTP）：其中的告警没有进入中继");
            browser.sees("最近一小时未对账");
            browser.sees("应答 401（集成密钥未知）");
            browser.until(rest);
            browser.sees("正在读取分区 3 的路由判定（其间该分区不路由）：40%，offset 4 / 10");
            browser.sees("已由配置暂停");
            rig.readable("all of it");

            String paused = browser.eval("document.querySelector('.node.channel.note .name').innerText")
                    .asText();
            open("channels?name=" + paused);
            browser.until("window.tell !== undefined");
            browser.eval(tell);
            browser.sees("由配置暂停：恢复须从每个中继的配置文件中去掉“paused: true”");
            browser.sees("发送测试");
            assertThat(browser.eval("document.querySelector('tr.detail').innerText")
                            .asText())
                    .doesNotContain("恢复");
            assertThat(browser.eval(
                                    "import('/console/lib.js').then(lib => lib.plainly('it waits to be routed') + lib.t('not-routed'))")
                            .asText())
                    .isEqualTo("等待路由没有发往任何协作空间");
        });
    }

    @Test
    void aLongNameWithoutASpaceFitsOnAPhone() throws Exception {
        browser.looks(true, false);
        open("channels?name=oncall");
        browser.click("Pause");
        browser.fill("Your name", "operations_of_the_settlement_team_in_hangzhou".repeat(2));
        browser.press("Enter");
        await().atMost(SOON).until(() -> state("oncall").equals("paused"));

        open("");
        browser.sees("oncall is paused by operations_of");
        rig.readable("a long name");
        assertThat(browser.eval("(form => form.offsetHeight < 1.5 * form.lastChild.offsetHeight)"
                                + "(document.querySelector('.page-head form'))")
                        .asBoolean())
                .as("the search is one row")
                .isTrue();
        relay.manage("channels/oncall/resume", "", 200);
    }

    @Test
    void aTestIsSentToAChannelAndItsAnswerShown() throws Exception {
        open("channels?name=platform");
        browser.click("Send a test");
        browser.sees("A marked test alert (Info) and its recovery go the whole way to Flashduty.");
        browser.fill("Your name", "li");
        browser.press("Enter");

        browser.sees("firing: delivered after");
        browser.sees("resolved: delivered after");
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
                .as("has the focus although it was drawn again")
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
        relay.postUntilTaken(DEDICATED_KEY, Bodies.firing("a", "critical", team));
    }

    private String state(String channel) {
        return relay.channel(channel).path("state").asText();
    }

    private void open(String page) throws Exception {
        browser.go(rig.url(page));
    }

    private void picture(String page, String how) throws Exception {
        rig.picture((page.isEmpty() ? "flow" : page) + "-" + how);
    }
}
