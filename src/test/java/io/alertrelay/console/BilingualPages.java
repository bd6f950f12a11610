package io.alertrelay.console;

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
