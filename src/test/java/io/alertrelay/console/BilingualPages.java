package io.alertrelay.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;

/** The same, where a test says in which of the two languages it reads them. */
abstract class BilingualPages extends ConsolePages {
    private boolean chinese;

    void useLanguage(String language) {
        chinese = language.equals("zh");
    }

    String word(String english, String inChinese) {
        return chinese ? inChinese : english;
    }

    void open(String page) throws Exception {
        browser.go(rig.url(page + (page.contains("?") ? "&" : "?") + "lang=" + word("en", "zh")));
    }

    /**
     * While Kafka is away the page says so where what it can't know would stand, and asks for it again by itself.
     *
     * @param refused the paths of the API that are refused meanwhile, as a regular expression
     * @param known whether the page shows what it asked for, also that there is none
     */
    void saysWhyUntilItKnows(String page, String refused, String known) throws Exception {
        browser.with(kafkaIsAway(refused), () -> {
            open(page);
            browser.sees(kafkaAway());
            assertThat(browser.eval(known).asBoolean()).as(page + ": " + known).isFalse();
            readable();
            browser.eval("goOn()");
            browser.until(known);
            browser.until("!document.querySelector('main').innerText.includes('" + kafkaAway() + "')");
        });
    }

    String kafkaAway() {
        return word("Kafka does not answer now (This page asks again by itself.)", "Kafka 没有应答，请稍后再试。（本页会自动重新查询。）");
    }

    /** A script by which these paths of the API are refused until {@code goOn()}, as a relay without Kafka does. */
    static String kafkaIsAway(String refused) {
        return """
                (() => {
                  const real = fetch;
                  const answer = { error: { code: 'KafkaAway', message: 'Kafka does not answer now' } };
                  let isAway = true;
                  window.goOn = () => { isAway = false; };
                  window.fetch = (path, options) => isAway && /^.api.v1.(%s)/.test(path)
                    ? Promise.resolve(new Response(JSON.stringify(answer), { status: 503 })) : real(path, options);
                })()""".formatted(refused);
    }

    void readable() throws Exception {
        rig.readable("the page");
    }

    void picture(String page, String what) throws Exception {
        rig.picture(page + "-" + what + "-" + word("en", "zh"));
    }

    /** How many alerts of that title are found. */
    int alerts(String query, String title) throws Exception {
        int found = 0;
        for (String line : lines("alerts?" + query)) {
            found += line.contains("\"title\":\"" + title + "\"") ? 1 : 0;
        }
        return found;
    }

    String[] lines(String path) throws Exception {
        return relay.send(HttpRequest.newBuilder(URI.create(rig.url("api/v1/" + path)))
                        .build())
                .body()
                .split("\n");
    }
}
