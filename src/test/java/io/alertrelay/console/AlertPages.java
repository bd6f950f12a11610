package io.alertrelay.console;

import static io.alertrelay.testing.TestConfig.DEDICATED_KEY;
import static io.alertrelay.testing.TestConfig.SHARED_KEY;
import static io.alertrelay.testing.TestConfig.pushKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alertrelay.sandbox.Fault;
import io.alertrelay.sandbox.Sandbox;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.Browser;
import io.alertrelay.testing.RelayClient;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages of alerts, of rules and of repair. */
abstract class AlertPages {
    private static final Duration SOON = Duration.ofMinutes(2);

    private static final String PRESET = """
            {
              "Alert name":"磁盘快满了
            ", "Cluster name":"test-cluster
            ",
              "Alert content":" disk of "db-1" is at 91% "
            }
            """;

    private final ConsoleRig rig;
    private final Sandbox flashduty;
    private final Path yaml;
    private final RelayClient relay;
    private final Browser browser;
    private boolean chinese;

    AlertPages(ConsoleRig rig) {
        this.rig = rig;
        this.flashduty = rig.flashduty();
        this.yaml = rig.yaml();
        this.relay = rig.relay();
        this.browser = rig.browser();
    }

    @BeforeEach
    void anew() throws Exception {
        rig.anew();
    }

    @AfterEach
    void withoutComplaints() {
        assertThat(browser.complaints()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "zh"})
    void anAlertShowsAsItComesInIsFoundByWhatItSaysAndTellsItsStory(String language) throws Exception {
        useLanguage(language);
        String title = "磁盘满了 " + language;
        open("alerts");
        browser.until("document.querySelector('.alerts li') !== null");

        relay.postPatiently(SHARED_KEY, Bodies.firing(title, "critical", "payments"));
        browser.sees(title);
        await().atMost(SOON).until(() -> alerts("outcome=delivered&text=" + language, title) == 1);
        relay.postPatiently(SHARED_KEY, Bodies.resolved(title, "critical", "payments"));
        await().atMost(SOON).until(() -> alerts("outcome=delivered&text=" + language, title) == 2);

        browser.fill(word("Search", "搜索"), "\"" + title + "\" team=payments");
        browser.press("Enter");
        browser.until("location.search.includes('label=team%3Dpayments') && location.search.includes('text=')");
        browser.until("document.querySelectorAll('.alerts li').length === 2");
        readable();
        picture("alerts", "search");

        browser.eval("document.querySelectorAll('.alerts a')[1].click()");
        browser.sees(word("What happened", "处理过程"));
        browser.sees(word("payments took it", "payments 已接收"));
        browser.sees(word("platform took it", "platform 已接收"));
        browser.until("document.querySelectorAll('.case.matched').length === 2");
        browser.until("document.querySelector('.states').innerText.includes('%s')".formatted(word("resolved", "恢复")));
        readable();
        picture("alert", "story");
        browser.looks(true, true);
        readable();
        picture("alert", "phone-dark");
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "zh"})
    void theStoryOfAnAlertThatWaitsGoesOnUntilItIsOver(String language) throws Exception {
        useLanguage(language);
        flashduty.faultAlways(pushKey("payments"), new Fault.Status(401, "Unauthorized", "no such key"));
        String id =
                RelayClient.requestId(relay.postPatiently(DEDICATED_KEY, Bodies.firing("it waits", "critical", "x")));
        await().atMost(SOON)
                .until(() -> relay.channel("payments").path("state").asText().equals("held"));

        open("alerts?id=" + id);
        browser.sees(word("Waits for payments", "等待投递到 payments"));
        flashduty.heal(pushKey("payments"));

        browser.sees(word("payments took it", "payments 已接收"));
        assertThat(browser.eval("document.body.innerText").asText())
                .doesNotContain(word("Waits for payments", "等待投递到 payments"));
    }

    @Test
    void howLongAgoSomethingWasGoesOnAlsoWhereNothingChanges() throws Exception {
        relay.postPatiently(SHARED_KEY, Bodies.firing("grows old", "info", "x"));
        open("alerts");
        browser.sees("grows old");
        String age = "[...document.querySelectorAll('.alerts li')].find(li => li.innerText.includes('grows old'))"
                + ".querySelector('time').innerText";
        String before = browser.eval(age).asText();

        browser.until(age + " !== '" + before + "'");
        String then = browser.eval(age).asText();
        browser.until(age + " !== '" + then + "'");
    }

    @Test
    void whatComesIntoQuarantineWhileNobodyWorksOnItShowsByItself() throws Exception {
        open("repair?view=quarantine");
        browser.sees("Nothing in quarantine waits for a decision.");

        relay.postPatiently(DEDICATED_KEY, "no JSON");

        browser.until("document.querySelectorAll('.group').length === 1");
        browser.click("Discard … arms-dedicated");
        browser.fill("Your name", "ann");
        browser.click("Discard");
        browser.sees("Nothing in quarantine waits for a decision.");
    }

    @Test
    void aBrowserThatCannotJoinSignalsByItselfReadsAndGivesUpReading() throws Exception {
        open("alerts");
        browser.eval("delete AbortSignal.any");

        assertThat(browser.eval(
                                "import('/console/lib.js').then(lib => lib.get('status')).then(status => status.channels.length)")
                        .asInt())
                .isPositive();
        assertThat(browser.eval(
                                "import('/console/lib.js').then(lib => lib.get('status', AbortSignal.abort())).catch(e => e.name)")
                        .asText())
                .isEqualTo("AbortError");
    }

    @Test
    void whatABodySaysIsTextAndNothingInItIsALinkThatABrowserRuns() throws Exception {
        String title = "<img src=x onerror=document.title=1><b>bold</b>";
        String id = RelayClient.requestId(relay.postPatiently(
                SHARED_KEY,
                Bodies.firing(title, "info", "x")
                        .replaceFirst(
                                "\"annotations\":\\{",
                                "\"annotations\":{\"a\":\"javascript:alert(1)\",\"b\":\"https://example.com/safe\",")));
        await().atMost(SOON)
                .until(() -> relay.management("/api/v1/receipts/" + id)
                        .at("/alerts/0/deliveries/0/state")
                        .asText()
                        .equals("delivered"));

        open("alerts?id=" + id);
        browser.sees(title);

        assertThat(browser.eval("document.querySelectorAll('main img, main b').length")
                        .asInt())
                .isZero();
        assertThat(browser.eval("[...document.querySelectorAll('.links a')].map(a => a.href).join(' ')")
                        .asText())
                .contains("https://example.com/safe")
                .doesNotContain("javascript");
        assertThat(browser.eval("[...document.querySelectorAll('.links a')].every(a => a.rel.includes('noopener'))")
                        .asBoolean())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "zh"})
    void rulesAreReadTriedComparedAndLookedUpAsTheyWere(String language) throws Exception {
        useLanguage(language);
        relay.postPatiently(SHARED_KEY, Bodies.firing("for the hits", "warning", "payments"));
        open("rules");
        browser.sees("labels.team IN [payments]");
        browser.until("parseInt(document.querySelector('tbody .hits').innerText) > 0");
        readable();
        picture("rules", "table");

        browser.click(word("Try a body", "试匹配"));
        browser.fill(word("Body", "请求体"), Bodies.firing("tried", "critical", "platform"));
        browser.click(word("Explain", "解释"));
        browser.until("document.querySelectorAll('.case.matched').length === 1");
        browser.sees(word(
                "labels.team is “platform”, and must be IN [payments]", "labels.team 为“platform”，要求 IN [payments]"));
        readable();
        picture("rules", "try");
        assertThat(alerts("text=tried", "tried")).isZero();

        browser.click(word("What if", "试算"));
        String edited = "cases: []\ndefault: { channels: [oncall] }\n";
        browser.fill(word("Edited rules", "修改后的规则"), edited.replace("oncall", "oncal"));
        browser.click(word("Compare", "比较"));
        browser.sees(word("The rules have mistakes", "规则有误"));
        browser.sees("oncall");
        // Of the mistakes, which the page shows.
        browser.complaints();
        browser.fill(word("Edited rules", "修改后的规则"), edited);
        browser.click(word("Compare", "比较"));
        browser.until("document.querySelector('tbody .bad') !== null");
        readable();
        picture("rules", "what-if");

        String before = Files.readString(yaml);
        Files.writeString(yaml, before.replace("vals: [payments] }", "vals: [payments, pay-" + language + "] }"));
        relay.manage("reload", "", 200);
        open("rules?view=versions");
        browser.click(word("Show what is different", "显示差异"));
        browser.until("document.querySelector('.is').innerText.includes('pay-" + language + "')");
        readable();
        picture("rules", "versions");
        Files.writeString(yaml, before);
        relay.manage("reload", "", 200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "zh"})
    void rulesThatAreChangedAreDrawnAgainUnlessSomebodyTypes(String language) throws Exception {
        useLanguage(language);
        String before = Files.readString(yaml);
        open("rules");
        browser.sees("labels.team IN [payments]");

        Files.writeString(yaml, before.replace("vals: [payments] }", "vals: [payments, drawn] }"));
        relay.manage("reload", "", 200);
        browser.sees("drawn]");

        browser.click(word("What if", "试算"));
        browser.fill(word("Edited rules", "修改后的规则"), "typed so far");
        Files.writeString(yaml, before);
        relay.manage("reload", "", 200);
        browser.sees(word("The rules were changed", "规则已更改"));
        assertThat(browser.eval("document.querySelector('textarea').value").asText())
                .isEqualTo("typed so far");
        readable();
        picture("rules", "changed");

        browser.click(word("reload", "重新加载"));
        browser.until("document.querySelector('textarea')?.value.includes('cases')");
        assertThat(browser.eval("document.querySelector('textarea').value").asText())
                .doesNotContain("drawn");
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "zh"})
    void deadLettersAreSentAgainOrDiscardedByAPersonWithAName(String language) throws Exception {
        useLanguage(language);
        flashduty.faultAlways(pushKey("payments"), new Fault.Status(400, "InvalidParameter", "too long"));
        relay.postPatiently(DEDICATED_KEY, Bodies.firing("first " + language, "critical", "x"));
        relay.postPatiently(DEDICATED_KEY, Bodies.firing("second " + language, "warning", "x"));
        await().atMost(SOON).until(() -> count("dead-letters") == 2);
        flashduty.heal(pushKey("payments"));

        open("repair");
        browser.sees("400 InvalidParameter: too long");
        browser.click(word("Open", "展开"));
        browser.sees("first " + language);
        readable();
        picture("repair", "dead-letters");
        browser.eval("[...document.querySelectorAll('.plain li')].find(li => li.innerText.includes('first'))"
                + ".querySelector('input').click()");
        browser.eval("document.querySelectorAll('.records-end button')[0].click()");
        browser.sees(word("1 to payments", "1 条发往 payments"));
        browser.fill(word("Your name", "您的姓名"), "王芳");
        readable();
        picture("repair", "redrive");
        browser.click(word("Redrive", "重新投递"));
        await().atMost(SOON).until(() -> count("dead-letters") == 1);
        await().atMost(SOON)
                .until(() -> flashduty.accepted(pushKey("payments")).stream()
                        .anyMatch(received -> received.bodyText().contains("first " + language)));

        open("repair");
        browser.click(word("Discard …", "作废……") + " payments");
        browser.fill(word("Reason", "理由"), "resolved by hand");
        browser.click(word("Discard", "作废"));
        browser.sees(word("No dead letter waits for a decision.", "没有待处理的死信。"));

        open("repair?view=log");
        browser.sees("王芳");
        browser.sees("resolved by hand");
        readable();
        picture("repair", "log");
        JsonNode decided = relay.management("/api/v1/decisions").at("/decisions/0");
        assertThat(decided.path("by").asText()).isEqualTo("王芳");
        assertThat(decided.path("decision").asText()).isEqualTo("discarded");
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "zh"})
    void aBodyOfThePresetTemplateIsRetriedFromQuarantine(String language) throws Exception {
        useLanguage(language);
        int before = flashduty.accepted(pushKey("payments")).size();
        String id = RelayClient.requestId(relay.postPatiently(DEDICATED_KEY, PRESET));
        await().atMost(SOON).until(() -> count("quarantine") == 1);

        open("repair?view=quarantine");
        browser.click(word("Retry …", "重试……") + " arms-dedicated");
        browser.sees(word("1 can’t be read", "1 无法读取"));
        choose(word("Read as", "读取方式"), "arms-preset");
        choose(word("Status", "状态"), "firing");
        browser.sees("磁盘快满了 → payments");
        browser.fill(word("Your name", "您的姓名"), "ann");
        readable();
        picture("repair", "retry");
        browser.click(word("Retry", "重试"));

        browser.sees(word("Nothing in quarantine waits for a decision.", "隔离区中没有待处理的内容。"));
        await().atMost(SOON).until(() -> flashduty.accepted(pushKey("payments")).size() > before);
        JsonNode kept = relay.management("/api/v1/quarantine/" + id);
        assertThat(kept.at("/resolution/by").asText()).isEqualTo("ann");
        assertThat(kept.path("body").asText()).isEqualTo(PRESET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "zh"})
    void aStretchIsReplayedAndWatchedToItsEnd(String language) throws Exception {
        useLanguage(language);
        String title = "to be replayed " + language;
        relay.postPatiently(SHARED_KEY, Bodies.firing(title, "critical", "platform"));
        await().atMost(SOON).until(() -> alerts("outcome=delivered&text=replayed", title) == 1);
        // A plan goes as far as the offsets of routing, which are committed a moment after the events are delivered.
        await().atMost(SOON)
                .until(() -> relay.manage("replays", "{\"last\":\"1h\",\"to_channel\":\"oncall\"}", 200)
                        .path("not_routed")
                        .isEmpty());

        open("repair?view=replay");
        browser.until("document.querySelector('.stretch .count') !== null");
        hold();
        browser.click(word("Show the plan", "显示计划"));
        browser.until("typeof goOn === 'function'");
        choose(word("To", "发往"), "to oncall");
        browser.eval("goOn()");
        browser.until("!document.querySelector('form button[type=submit]').disabled");
        assertThat(browser.eval("document.querySelector('form + .stack').innerText")
                        .asText())
                .as("a plan of what is no longer chosen")
                .isEmpty();
        browser.click(word("Show the plan", "显示计划"));
        browser.sees(word("The plan", "计划"));
        readable();
        picture("repair", "replay");
        browser.click(word("Send …", "发送……"));
        browser.fill(word("Your name", "您的姓名"), "ann");
        browser.click(word("Send", "发送"));

        await().atMost(SOON)
                .until(() -> flashduty.accepted(pushKey("oncall")).stream()
                        .anyMatch(received -> received.bodyText().contains(title)));
        browser.until("document.querySelector('tbody .state').innerText === '%s'".formatted(word("done", "已完成")));
        readable();
        picture("repair", "replayed");
    }

    @Test
    void aGroupIsOpenedAndDecidedAboutBehindNewerRecordsOfTheSameCause() throws Exception {
        relay.postPatiently(
                DEDICATED_KEY,
                "{\"alerts\":[{\"status\":\"firing\"},{\"status\":\"firing\",\"labels\":{\"a\":\"b\"}}]}");
        await().atMost(SOON).until(() -> count("quarantine") == 1);
        String cause = last("quarantine").path("cause").asText();
        int newer = 26;
        for (int i = 0; i < newer; i++) {
            relay.postPatiently(DEDICATED_KEY, "{\"alerts\":[{\"status\":\"firing\"}]}");
        }
        await().atMost(SOON).until(() -> count("quarantine") == 1 + newer);
        assertThat(last("quarantine").path("cause").asText()).isEqualTo(cause);
        open("");
        browser.sees("27 bodies in quarantine wait for a decision");
        picture("flow", "undecided");

        open("repair?view=quarantine");
        browser.sees("one alert of a body");
        String group =
                "[...document.querySelectorAll('.group')].find(g => g.innerText.includes('one alert of a body'))";
        browser.eval(group + ".lastElementChild.firstElementChild.click()");
        browser.sees("1 of 1");
        browser.eval(group + ".querySelectorAll('.group-head button')[1].click()");
        browser.sees("Discard one record?");
        browser.fill("Your name", "ann");
        hold();
        browser.click("Discard");
        browser.until("typeof goOn === 'function'");
        browser.press("Escape");
        browser.press("Escape");
        assertThat(browser.eval("document.querySelector('dialog[open] .buttons button').disabled")
                        .asBoolean())
                .as("nobody believes that what runs is cancelled")
                .isTrue();
        browser.eval("goOn()");
        browser.until("document.querySelectorAll('.group').length === 1");

        browser.click("Discard … arms-dedicated");
        browser.sees("Discard 26 records?");
        browser.click("Discard");
        browser.sees("Nothing in quarantine waits for a decision.");
    }

    @Test
    void whatCanNotBeDoneIsRefusedAndNothingIsDone() throws Exception {
        relay.postPatiently(DEDICATED_KEY, "no JSON");
        await().atMost(SOON).until(() -> count("quarantine") == 1);
        String id = last("quarantine").path("id").asText();

        JsonNode shown = relay.manage("quarantine/discard", "{\"ids\":[\"%s\"]}".formatted(id), 200);
        assertThat(shown.path("done").asBoolean()).isFalse();
        JsonNode refused =
                relay.manage("quarantine/discard", "{\"ids\":[\"%s\",\"q0-9-x\"],\"execute\":true}".formatted(id), 409);
        assertThat(refused.at("/error/problems/0").asText()).startsWith("q0-9-x: there is none");
        assertThat(count("quarantine")).isEqualTo(1);
        assertThat(error("quarantine/discard", "{\"ids\":[]}")).startsWith("ids: found 0 of them");
        assertThat(error("dead-letters/discard", "{\"id\":[\"dl-0-0\"]}")).startsWith("id: it is not known");
        assertThat(error("quarantine/retry", "{\"ids\":[\"%s\"],\"status\":\"firing\"}".formatted(id)))
                .startsWith("status: it goes with");
        assertThat(error("what-if", "{\"integration\":\"nobody\"}")).contains("expected one of arms-shared");
        assertThat(relay.management("/api/v1/dead-letters?limit=x")
                        .at("/error/message")
                        .asText())
                .startsWith("limit: found \"x\"");
        assertThat(relay.management("/api/v1/rules/versions/none")
                        .at("/error/code")
                        .asText())
                .isEqualTo("UnknownVersion");
        assertThat(relay.management("/api/v1/webhooks/w0-99-0123456789abcdef")
                        .at("/error/code")
                        .asText())
                .isEqualTo("UnknownRequestId");
        relay.manage("quarantine/discard", "{\"ids\":[\"%s\"],\"execute\":true}".formatted(id), 200);
        assertThat(count("quarantine")).isZero();
        relay.manage("quarantine/discard", "{\"ids\":[\"%s\"],\"execute\":true}".formatted(id), 409);
    }

    private void useLanguage(String language) {
        chinese = language.equals("zh");
    }

    private String word(String english, String inChinese) {
        return chinese ? inChinese : english;
    }

    private void open(String page) throws Exception {
        browser.go(rig.url(page + (page.contains("?") ? "&" : "?") + "lang=" + word("en", "zh")));
    }

    /** Chooses in the field with that label, as somebody does. */
    private void choose(String label, String value) throws Exception {
        browser.eval("(() => { const field = [...document.querySelectorAll('dialog[open] label, label')].filter(l =>"
                + " l.innerText === '%s' && l.control?.tagName === 'SELECT').at(-1).control; field.value = '%s';"
                        .formatted(label, value)
                + " field.dispatchEvent(new Event('change')); })()");
    }

    /** What the page asks the relay to do next is not asked before {@code goOn()}. */
    private void hold() throws Exception {
        browser.eval("(() => { const real = fetch; window.fetch = (path, options) => options.method === 'GET'"
                + " ? real(path, options) : new Promise(done => { window.goOn = () => { window.fetch = real;"
                + " done(real(path, options)); }; }); })()");
    }

    private void readable() throws Exception {
        rig.readable("the page");
    }

    private void picture(String page, String what) throws Exception {
        rig.picture(page + "-" + what + "-" + word("en", "zh"));
    }

    private String error(String path, String body) throws Exception {
        return relay.manage(path, body, 400).at("/error/message").asText();
    }

    /** How many alerts of that title are found. */
    private int alerts(String query, String title) throws Exception {
        int found = 0;
        for (String line : lines("alerts?" + query)) {
            found += line.contains("\"title\":\"" + title + "\"") ? 1 : 0;
        }
        return found;
    }

    private int count(String kind) throws Exception {
        String[] lines = lines(kind + "?limit=0");
        String end = lines[lines.length - 1];
        // The page may be asking for the list, too.
        return end.contains("\"found\"")
                ? new ObjectMapper().readTree(end).path("found").asInt()
                : -1;
    }

    private JsonNode last(String kind) throws Exception {
        String[] lines = lines(kind + "?limit=1");
        return new ObjectMapper().readTree(lines[lines.length - 2]);
    }

    private String[] lines(String path) throws Exception {
        return relay.send(HttpRequest.newBuilder(URI.create(rig.url("api/v1/" + path)))
                        .build())
                .body()
                .split("\n");
    }
}
