package io.alertrelay.console;

import static io.alertrelay.testing.TestConfig.DEDICATED_KEY;
import static io.alertrelay.testing.TestConfig.SHARED_KEY;
import static io.alertrelay.testing.TestConfig.pushKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.find.AlertQuery;
import io.alertrelay.sandbox.Fault;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.RelayClient;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages of alerts and of rules. */
class AlertPagesIT extends BilingualPages {
    private final Path yaml = rig.yaml();

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
    @ValueSource(strings = {"alerts", ""})
    void aRequestIdIsTakenAsFlashdutyTheLogAndTheCommandsWriteIt(String page) throws Exception {
        String title = "asked for by its id";
        String id = RelayClient.requestId(relay.postPatiently(SHARED_KEY, Bodies.firing(title, "info", "x")));
        await().atMost(SOON).until(() -> alerts("outcome=delivered&text=asked", title) > 0);

        for (String written : List.of(id, id + "/0", id + "/0/platform", "relay_id=" + id)) {
            open(page);
            search(written);
            browser.sees("What happened");
            browser.sees(title);
        }
        open("alerts?id=" + id + "/0/platform");
        browser.sees("What happened");
    }

    @Test
    void theRequestIdOfARefusedRequestIsOfferedWhereNoAlertHasItAsAText() throws Exception {
        open("alerts");
        search("0123456789abcdef");
        browser.sees("No alert was found.");
        browser.click("What is known of the request id 0123456789abcdef");

        browser.sees("is the request id of a refused request");
        assertThat(browser.complaints()).isNotEmpty().allMatch(complaint -> complaint.contains("0123456789abcdef"));
    }

    private void search(String written) throws Exception {
        browser.until("document.querySelector('main input[type=search]') !== null");
        browser.eval(
                "(field => { field.value = '%s'; field.form.requestSubmit(); })(document.querySelector('main input[type=search]'))"
                        .formatted(written));
    }

    @Test
    void whatIsStatedForAllAlertsOfABodyIsAmongTheLinksOfEach() throws Exception {
        String body;
        try (InputStream in = getClass().getResourceAsStream("/arms/arms-mixed.json")) {
            body = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        String id = RelayClient.requestId(relay.postPatiently(SHARED_KEY, body));

        open("alerts?id=" + id + "&index=1");
        browser.until("document.querySelector('.story-head') !== null");

        assertThat(browser.eval("[...document.querySelectorAll('.links a')].map(a => a.href).join(' ')")
                        .asText())
                .contains("https://arms.example.test/alert/7001", "https://wiki.example.test/orders");
    }

    @Test
    void ofAWebhookWithVeryManyAlertsThePageSaysHowManyAreNotListed() throws Exception {
        useLanguage("zh");
        String[] many = IntStream.range(0, 203)
                .mapToObj(n -> Bodies.alert("firing", "one of many " + n, "info", "x"))
                .toArray(String[]::new);
        String id = RelayClient.requestId(relay.postPatiently(SHARED_KEY, Bodies.body("firing", many)));
        await().atMost(SOON)
                .until(() -> relay.management("/api/v1/receipts/" + id)
                        .path("routed")
                        .asBoolean());

        open("alerts?id=" + id);
        browser.sees("另有 3 条告警未列出");
        readable();
        open("alerts");
        search(id + "/202");
        browser.sees("one of many 202");
    }

    @Test
    void aLinkWithAnyTimeThatTheCommandsTakeSearchesThatTime() throws Exception {
        open("alerts?last=2h");
        browser.sees("last 2 h");
        browser.until("performance.getEntriesByType('resource').some(e => /v1.alerts.*from=/.test(e.name))");

        open("alerts?last=soon");
        browser.sees("last: ");
        assertThat(browser.complaints()).isNotEmpty().allMatch(complaint -> complaint.contains("400"));
    }

    @Test
    void theStoryOfAnAlertThatWaitsGoesOnUntilItIsOver() throws Exception {
        useLanguage("zh");
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
    void ofAWebhookWithoutTheAlertThatIsAskedForNoOtherOneIsShown() throws Exception {
        useLanguage("en");
        String title = "the only one";
        String id = RelayClient.requestId(relay.postPatiently(DEDICATED_KEY, Bodies.firing(title, "critical", "x")));
        await().atMost(SOON).until(() -> alerts("outcome=delivered&text=only", title) == 1);

        open("alerts?id=" + id + "&index=7");

        browser.sees(word("has no alert 7", "该 webhook 中没有这条告警"));
        assertThat(browser.eval("document.body.innerText").asText()).doesNotContain(title);
        assertThat(browser.complaints())
                .as("of the answer")
                .singleElement()
                .asString()
                .contains("404", id + "/7");
        open("alerts?id=" + id + "&index=0");
        browser.sees(word("payments took it", "payments 已接收"));
    }

    @Test
    void aLabelOfAnyNameStaysALabelFromALinkToWhatIsFound() throws Exception {
        relay.postPatiently(
                SHARED_KEY,
                Bodies.firing("of the cluster", "info", "x")
                        .replaceFirst("\"labels\":\\{", "\"labels\":{\"集群\":\"杭州 一\",\"disk name\":\"sda\","));
        await().atMost(SOON).until(() -> alerts("text=cluster", "of the cluster") == 1);
        String found = "document.querySelectorAll('.alerts [data-key]').length === 1";

        open("alerts?" + AlertQuery.encoded(Map.of("label", List.of("集群=杭州 一", "disk name=sda"))));
        browser.until(found);
        browser.eval("window.left = true");
        browser.click("Find");

        browser.until("!window.left && " + found);
        browser.sees("of the cluster");
        assertThat(browser.eval("new URLSearchParams(location.search).getAll('label').join('|')")
                        .asText())
                .isEqualTo("集群=杭州 一|disk name=sda");
        assertThat(browser.eval("new URLSearchParams(location.search).has('text')")
                        .asBoolean())
                .isFalse();

        open("");
        search("“of the” 集群＝“杭州 一”");
        browser.until(found);
        assertThat(browser.eval("document.querySelector('#text').value").asText())
                .as("also by the field of Flow, as a Chinese keyboard writes it")
                .isEqualTo("集群=\"杭州 一\" \"of the\"");
        assertThat(browser.eval("document.querySelector('#text').autocapitalize")
                        .asText())
                .isEqualTo("none");
    }

    @ParameterizedTest
    @CsvSource({
        "'', en, history, .charts .card",
        "alerts, zh, alerts, '.alerts [data-key]'",
        "alerts?id=, en, receipts, .timeline",
        "rules, zh, rules$, .rule-set",
        "rules?view=versions, en, rules.versions, input[type=radio]"
    })
    void whatCanNotBeReadIsNotShownAsEmptyAndIsReadAsSoonAsItCan(
            String page, String language, String refused, String known) throws Exception {
        useLanguage(language);
        String id = RelayClient.requestId(relay.postPatiently(SHARED_KEY, Bodies.firing("later", "info", "x")));
        saysWhyUntilItKnows(
                page.endsWith("=") ? page + id : page, refused, "document.querySelector('" + known + "') !== null");
    }

    @Test
    void aLivePageLooksAgainWheneverSomethingChangesAndRestsForAMinuteAtMost() throws Exception {
        String searches = TOLD + """
                (() => {
                  const real = fetch;
                  Object.assign(window, { time: 10000, asked: 0, answered: 200 });
                  performance.now = () => time;
                  window.fetch = async (path, options) => {
                    if (path.endsWith('/status')) return new Promise(() => {});
                    if (!path.includes('/alerts?')) return real(path, options);
                    asked++;
                    if (answered !== 200) return new Response(JSON.stringify({ error: { code: 'Test', message: 'later' } }), { status: answered });
                    return new Response(new ReadableStream({ start(to) {
                      window.put = (what, searched) => to.enqueue(new TextEncoder().encode(JSON.stringify({ what, searched, of: 9 }) + '\\n'));
                      window.end = () => { put('end', 9); to.close(); return new Promise(done => setTimeout(done, 100)); };
                    } }));
                  };
                  let posted = 0;
                  window.after = ms => {
                    time += ms;
                    tell({ status: 'up', as_of: new Date().toISOString(), 'channels/payments': { name: 'payments', state: 'held', waiting: 1 },
                      'integrations/arms-shared': { name: 'arms-shared', keys: [{ hash: 'a', last_used_at: ++posted }] } });
                    return asked;
                  };
                })()""";
        browser.with(searches, () -> {
            open("alerts?channel=payments");
            browser.until("window.put !== undefined");
            assertThat(readAloud("put('progress', 1)", "1 of 9")).isTrue();
            assertThat(readAloud("put('progress', 2)", "2 of 9"))
                    .as("while it only counts")
                    .isFalse();
            assertThat(readAloud("end()", "looked through 9 of 9")).isTrue();

            assertThat(searchesAfter(1400)).isEqualTo(1);
            assertThat(searchesAfter(100)).isEqualTo(2);
            assertThat(readAloud("put('progress', 3)", "3 of 9")).isFalse();
            assertThat(readAloud("end()", "looked through 9 of 9"))
                    .as("where no more was found")
                    .isFalse();

            assertThat(searchesAfter(1500))
                    .as("what came in may show in no figure of its channel")
                    .isEqualTo(3);
            browser.eval("time += 1000; end()");
            assertThat(searchesAfter(9900)).isEqualTo(3);
            assertThat(searchesAfter(100)).isEqualTo(4);
            browser.eval("time += 30000; end()");
            assertThat(searchesAfter(59900)).isEqualTo(4);
            browser.eval("window.answered = 429");
            assertThat(searchesAfter(100)).as("after a long one").isEqualTo(5);

            browser.eval("window.answered = 200; time += 30000");
            browser.until("asked === 6");
            browser.eval("end()");
            browser.eval("window.answered = 503");
            assertThat(searchesAfter(1500))
                    .as("after it had to wait for its turn")
                    .isEqualTo(7);
            browser.sees("later (This page asks again by itself.)");
            assertThat(searchesAfter(4900)).isEqualTo(7);
            assertThat(searchesAfter(100)).as("after one that failed").isEqualTo(8);
        });
    }

    /** Whether what the search says below the list is read aloud. */
    private boolean readAloud(String script, String text) throws Exception {
        browser.eval(script);
        browser.sees(text);
        return browser.eval("document.querySelector('.row > [role=status]').ariaLive")
                .asText()
                .equals("polite");
    }

    /** How often was searched, now that something changes after so many ms. */
    private int searchesAfter(int ms) throws Exception {
        return browser.eval("after(" + ms + ")").asInt();
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

    @Test
    void rulesAreReadTriedComparedAndLookedUpAsTheyWere() throws Exception {
        useLanguage("zh");
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
        Files.writeString(yaml, before.replace("vals: [payments] }", "vals: [payments, pay-later] }"));
        relay.manage("reload", "", 200);
        open("rules?view=versions");
        browser.click(word("Show what is different", "显示差异"));
        browser.until("document.querySelector('.is').innerText.includes('pay-later')");
        readable();
        picture("rules", "versions");
        Files.writeString(yaml, before);
        relay.manage("reload", "", 200);
    }

    @Test
    void rulesThatAreChangedAreDrawnAgainUnlessSomebodyTypes() throws Exception {
        useLanguage("en");
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
        // The page asks for the hits again, where the count before was not at its end.
        assertThat(browser.complaints())
                .allMatch(complaint -> complaint.contains("api/v1/rules/hits/") && complaint.contains("429"));
    }
}
