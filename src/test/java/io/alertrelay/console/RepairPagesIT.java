package io.alertrelay.console;

import static io.alertrelay.testing.TestConfig.DEDICATED_KEY;
import static io.alertrelay.testing.TestConfig.SHARED_KEY;
import static io.alertrelay.testing.TestConfig.pushKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alertrelay.sandbox.Fault;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.RelayClient;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages of repair: dead letters, quarantine, replays. */
class RepairPagesIT extends BilingualPages {
    private static final String PRESET = """
            {
              "Alert name":"磁盘快满了
            ", "Cluster name":"test-cluster
            ",
              "Alert content":" disk of "db-1" is at 91% "
            }
            """;

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

    @ParameterizedTest
    @CsvSource({
        "repair, en, dead-letters, '.group, .card.empty'",
        "repair?view=quarantine, zh, quarantine, '.group, .card.empty'",
        "repair?view=log, zh, decisions, .card"
    })
    void whatCanNotBeReadIsNotShownAsEmptyAndIsReadAsSoonAsItCan(
            String page, String language, String refused, String known) throws Exception {
        useLanguage(language);
        saysWhyUntilItKnows(page, refused, "document.querySelector('main').querySelector('" + known + "') !== null");
    }

    @Test
    void replaysAreThereAsSoonAsTheRelayHasStartedAndKafkaAnswers() throws Exception {
        String starting = """
                (() => {
                  const real = fetch;
                  let isStarting = true;
                  window.begin = () => { isStarting = false; };
                  window.fetch = (path, options) => isStarting && path.endsWith('/status')
                    ? Promise.resolve(new Response('{"status":"starting"}')) : real(path, options);
                })()""";
        String shown = "document.querySelectorAll('.stretch .count').length > 0"
                + " && !/Loading|asks again/.test(document.querySelector('main').innerText)";
        browser.with(kafkaIsAway("webhooks|replays") + ";" + starting, () -> {
            open("repair?view=replay");
            browser.sees("the relay is starting (This page asks again by itself.)");
            browser.eval("begin()");
            browser.until("document.querySelector('.stretch .banner') !== null"
                    + " && document.querySelectorAll('main .banner').length === 2");
            browser.sees(kafkaAway());
            browser.eval("document.querySelector('#from').dispatchEvent(new Event('change'))");
            choose("Show", "7d");
            readable();
            browser.eval("goOn()");
            browser.until(shown);
            browser.sees("webhooks in the stretch");
        });
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

    @Test
    void aBodyOfThePresetTemplateIsRetriedFromQuarantine() throws Exception {
        useLanguage("zh");
        int before = flashduty.accepted(pushKey("payments")).size();
        String id = RelayClient.requestId(relay.postPatiently(DEDICATED_KEY, PRESET));
        await().atMost(SOON).until(() -> count("quarantine") == 1);

        open("repair?view=quarantine");
        browser.click(word("Retry …", "重试……") + " arms-dedicated");
        browser.sees(word("1 can’t be read", "1 无法读取"));
        choose(word("Read as", "读取方式"), "arms-preset");
        choose(word("Status", "状态"), "firing");
        browser.sees("磁盘快满了 → payments");
        browser.sees(word("firing is used, as was said", "请求体未注明状态：按所选视为 firing"));
        browser.sees(word("has another one, and will not close it", "其恢复不会关闭本条"));
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

    @Test
    void aStretchIsReplayedAndWatchedToItsEnd() throws Exception {
        useLanguage("en");
        String title = "to be replayed";
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
        browser.sees(word("Received from ", "接收时间从 "));
        browser.sees(word("The times are those of this browser, UTC", "时间按本浏览器的时区，即 UTC"));
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
        browser.sees("alerts of a body");
        String group = "[...document.querySelectorAll('.group')].find(g => g.innerText.includes('alerts of a body'))";
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
    void aRecordOfManyAlertsSaysHowManyTheyAre() throws Exception {
        String unreadable = "{\"status\":\"firing\"},".repeat(150);
        relay.postPatiently(
                DEDICATED_KEY, "{\"alerts\":[" + unreadable + "{\"status\":\"firing\",\"labels\":{\"a\":\"b\"}}]}");
        await().atMost(SOON).until(() -> count("quarantine") == 101);

        try {
            useLanguage("zh");
            open("repair?view=quarantine");
            browser.sees("kept together");
            browser.eval("[...document.querySelectorAll('.group')].find(g => g.innerText.includes('kept together'))"
                    + ".lastElementChild.firstElementChild.click()");

            browser.sees("请求体中的 50 条告警");
        } finally {
            discardQuarantine();
        }
    }

    private void discardQuarantine() throws Exception {
        List<String> ids = new ArrayList<>();
        for (String line : lines("quarantine?limit=1000")) {
            JsonNode record = new ObjectMapper().readTree(line);
            if (record.path("what").asText().equals("record")) {
                ids.add('"' + record.path("id").asText() + '"');
            }
        }
        relay.manage("quarantine/discard", "{\"ids\":[" + String.join(",", ids) + "],\"execute\":true}", 200);
    }

    @Test
    void aGroupOfMoreRecordsThanAreReadAtOnceIsReadToItsEnd() throws Exception {
        // As the relay answers with 1,001 bodies in quarantine, which take long to post.
        String quarantine = """
                (() => {
                  const real = fetch;
                  const one = { integration: 'arms-dedicated', kind: 'refused', cause: 'no JSON' };
                  const record = n => ({ what: 'record', id: `q0-${n}-x`, received_at: '2026-11-22T02:00:00Z', ...one });
                  window.fetch = (path, options) => {
                    const url = new URL(path, location);
                    if (url.pathname !== '/api/v1/quarantine') return real(path, options);
                    const [skip, limit] = ['skip', 'limit'].map(name => Number(url.searchParams.get(name) ?? 0));
                    if (limit > 1000) return real(path, options);
                    const found = [{ what: 'group', count: 1001, newest: '2026-11-22T02:00:00Z', ...one }];
                    for (let n = skip; n < Math.min(1001, skip + limit); n++) found.push(record(n));
                    found.push({ what: 'end', found: 1001, more: false, groups: 1 });
                    return Promise.resolve(new Response(found.map(line => JSON.stringify(line)).join('\\n')));
                  };
                })()""";
        browser.with(quarantine, () -> {
            open("repair?view=quarantine");
            browser.click("Open");
            for (int seen = 25; seen <= 1_000; seen += 25) {
                browser.sees((seen == 1_000 ? "1,000" : seen) + " of 1,001");
                browser.click("Next");
            }
            browser.sees("1,001 of 1,001");
        });
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

    private String error(String path, String body) throws Exception {
        return relay.manage(path, body, 400).at("/error/message").asText();
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
}
