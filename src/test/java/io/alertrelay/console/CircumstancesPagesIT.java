package io.alertrelay.console;

import static io.alertrelay.testing.TestConfig.SHARED_KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.RelayClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pages where the browser, its clock, or what stands before the relay is not as usual. */
class CircumstancesPagesIT extends BilingualPages {
    /** Nothing comes by the stream, so that the status is polled. */
    private static final String NO_STREAM =
            "window.EventSource = class { addEventListener() { } set onerror(f) { setTimeout(f); } close() { } };";

    @ParameterizedTest
    @CsvSource({"'', en", "channels, zh"})
    void anEndedLoginOfAProxyIsNotShownAsARelayThatDoesNotAnswer(String page, String language) throws Exception {
        useLanguage(language);
        String login = NO_STREAM + """
                (() => {
                  const real = fetch;
                  window.fetch = (path, options) => path.endsWith('/status') && !sessionStorage.getItem('in')
                    ? Promise.resolve(new Response('<html>Log in</html>', { headers: { 'Content-Type': 'text/html' } }))
                    : real(path, options);
                })()""";
        browser.with(login, () -> {
            open(page);
            browser.sees(word(
                    "What answered is not the relay (HTTP 200): perhaps the login", "应答的不是中继（HTTP 200）：可能是代理的登录已失效"));
            assertThat(browser.eval("document.body.innerText").asText())
                    .doesNotContain("The relay does not answer", "中继没有应答", "see that the process runs");
            browser.eval("sessionStorage.setItem('in', 'yes')");
            browser.click(word("Reload this page", "重新加载本页"));
            browser.until("document.querySelector('.status .ok, .status .warn') !== null");
        });
        browser.eval("sessionStorage.clear()");
    }

    @Test
    void aRedirectToALoginIsKnownAsOne() throws Exception {
        String login = NO_STREAM + """
                (() => {
                  const real = fetch;
                  window.fetch = (path, options) => path.endsWith('/status') && options.redirect === 'manual'
                    ? Promise.resolve(Object.defineProperty(Response.error(), 'type', { value: 'opaqueredirect' }))
                    : real(path, options);
                })()""";
        browser.with(login, () -> {
            open("channels");
            browser.sees("What answered is not the relay (HTTP 302)");
        });
    }

    @Test
    void aBrowserWhoseClockIsWrongReckonsWithTheRelays() throws Exception {
        int minutes = 20;
        String title = "at the right time " + minutes;
        relay.postPatiently(SHARED_KEY, Bodies.firing(title, "info", "x"));
        await().atMost(SOON).until(() -> alerts("outcome=delivered&text=right", title) == 1);
        String wrong = """
                (() => {
                  const Real = Date;
                  window.Date = class extends Real {
                    constructor(...given) { super(...(given.length ? given : [Real.now() + MS])); }
                    static now() { return Real.now() + MS; }
                  };
                })()""".replace("MS", String.valueOf(minutes * 60_000));

        browser.with(wrong, () -> {
            open("alerts?last=15m&text=right&text=" + minutes);
            browser.sees(title);
            browser.until("/now|\\d s ago/.test(document.querySelector('.alerts time').innerText)");

            open("");
            browser.sees("The relay’s clock is 20 min behind this browser’s");
            useLanguage("zh");
            open("");
            browser.sees("中继的时钟比本浏览器慢 20 分钟");
            useLanguage("en");

            open("repair?view=replay");
            browser.until("document.querySelector('#to')?.value.length > 0");
            Instant to = Instant.parse(browser.eval("new Date(document.querySelector('#to').value).toISOString()")
                    .asText());
            assertThat(Duration.between(to, Instant.now()).abs()).isLessThan(Duration.ofMinutes(1));
        });
    }

    @Test
    void whereABrowserDoesNotLetAPageCopyTheTextIsSelected() throws Exception {
        useLanguage("zh");
        String id = RelayClient.requestId(relay.postPatiently(SHARED_KEY, Bodies.firing("to copy", "info", "x")));
        open("alerts?id=" + id);
        browser.sees("复制");
        browser.eval("Object.defineProperty(navigator, 'clipboard', { value: undefined })");

        browser.click("复制");

        browser.sees("请按 Ctrl+C");
        assertThat(browser.eval("getSelection().toString()").asText()).isEqualTo(id);
    }

    @Test
    void aBrowserThatCannotTryAnAddressFindsTheAddressesAllTheSame() throws Exception {
        open("alerts");
        browser.eval("URL.canParse = undefined");

        assertThat(browser.eval(
                                "import('/console/story.js').then(story => [...story.addresses("
                                        + "{ a: 'https://example.com/safe', b: 'http://[', c: 'javascript:x' }).keys()].join())")
                        .asText())
                .isEqualTo("https://example.com/safe");
    }

    @Test
    void aBrowserThatCannotRunThePagesIsToldSoInsteadOfShowingNothing() throws Exception {
        browser.with("Array.prototype.flat = undefined", () -> {
            // Not open(…), which waits for what such a browser never shows.
            browser.eval("setTimeout(() => location.assign('%s')) > 0".formatted(rig.url("channels")));
            browser.sees("控制台无法在此浏览器中运行");
        });
        assertThat(browser.complaints()).isNotEmpty();
    }

    @Test
    void theStatusThatARelayHasWhileItStartsBreaksNothing() throws Exception {
        String starting = NO_STREAM + """
                (() => {
                  const real = fetch;
                  window.fetch = (path, options) => path.endsWith('/status')
                    ? Promise.resolve(new Response('{"status":"starting"}')) : real(path, options);
                })()""";
        browser.with(starting, () -> {
            for (String page : List.of("alerts", "repair", "rules", "channels", "")) {
                open(page);
                browser.until("document.querySelector('.status').innerText === 'starting'");
            }
            browser.until("performance.now() > 6000");
        });
    }
}
