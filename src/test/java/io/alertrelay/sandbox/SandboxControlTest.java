package io.alertrelay.sandbox;

import static io.alertrelay.sandbox.RunningSandbox.KEY;
import static io.alertrelay.sandbox.RunningSandbox.event;
import static io.alertrelay.sandbox.RunningSandbox.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people and their scripts see of the sandbox. */
class SandboxControlTest {
    @RegisterExtension
    final RunningSandbox running = new RunningSandbox();

    @Test
    void thePageListsWhatArrivedInBothLanguages() throws Exception {
        running.push(event("Critical", "arms:1", "磁盘将满"));
        running.push(event("Critical", "arms:1", "磁盘将满"));

        HttpResponse<String> page = running.get("/");

        assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
        assertThat(page.body())
                .contains("<td>2026-05-01T10:00:00Z</td><td>Critical</td><td>磁盘将满</td><td>arms:1</td><td>200</td>")
                .contains("200 duplicate 重复")
                .contains("2 requests, 1 alerts open")
                .contains("http-equiv=\"refresh\"");
    }

    @Test
    void thePageOfAnIdleSandboxSaysSo() throws Exception {
        assertThat(running.get("/").body()).contains("Nothing has arrived yet").contains("还没有收到事件");
    }

    @Test
    void thePageMasksKeys() throws Exception {
        running.push(event("Critical", "a"));

        assertThat(running.get("/").body()).contains("<h2>k3y-…</h2>").doesNotContain(KEY);
    }

    @Test
    void thePageSaysWhichChannelIsWhich() throws Exception {
        running.sandbox().show(KEY, "支付 & co");
        running.sandbox().show("k3y-of-another", "platform");
        running.push(event("Critical", "a"));

        assertThat(running.get("/").body())
                .containsSubsequence("支付 &amp; co</h2>", "1 requests", "platform</h2>", "Nothing has arrived yet")
                .doesNotContain(KEY)
                .doesNotContain("k3y-of-another");
    }

    @Test
    void nothingThatStrangersSentIsMarkupOnThePage() throws Exception {
        String evil = "<script>alert('x')</script>\"&";
        running.push(event(evil, evil, evil));
        running.post(running.sandbox().pushUrl("<b>key"), "application/json", event("Critical", evil, evil));

        HttpResponse<String> page = running.get("/");

        assertThat(page.body())
                .doesNotContain("<script")
                .doesNotContain("<b>")
                .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&amp;");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .startsWith("default-src 'none'");
    }

    @Test
    void eventsAreGivenByKeyAndFromASequenceNumberOn() throws Exception {
        running.push(event("Critical", "a"));
        running.post(running.sandbox().pushUrl("other"), "application/json", event("Critical", "b"));
        running.push(event("Ok", "a"));

        JsonNode all = json(running.get("/sandbox/events?integration_key=" + KEY));
        JsonNode later = json(running.get("/sandbox/events?integration_key=" + KEY + "&after=1"));
        JsonNode none = json(running.get("/sandbox/events?integration_key=" + KEY + "&after=3"));

        assertThat(all.path("events").findValuesAsText("sequence")).containsExactly("1", "3");
        assertThat(all.path("last").asLong()).isEqualTo(3);
        assertThat(later.path("events").findValuesAsText("event_status")).containsExactly("Ok");
        assertThat(later.at("/events/0/body").asText()).isEqualTo(event("Ok", "a"));
        assertThat(later.at("/events/0/accepted").asBoolean()).isTrue();
        assertThat(none.path("events")).isEmpty();
        assertThat(none.path("last").asLong()).isEqualTo(3);
    }

    @Test
    void eventsWithoutAKeyAreThoseOfAllKeysAndMaskThem() throws Exception {
        running.push(event("Critical", "a"));
        running.post(running.sandbox().pushUrl("other-key"), "application/json", event("Critical", "b"));

        String events = running.get("/sandbox/events").body();

        assertThat(json(events).path("events").findValuesAsText("key")).containsExactly("k3y-…", "othe…");
        assertThat(events).doesNotContain(KEY);
    }

    @Test
    void aChannelCanBeBrokenAndHealedOverHttp() throws Exception {
        HttpResponse<String> broken =
                running.send("POST", "/sandbox/faults", order("\"kind\":\"status\",\"args\":{\"code\":503}"));
        int first = running.push(event("Critical", "a")).statusCode();
        int second = running.push(event("Critical", "a")).statusCode();
        HttpResponse<String> healed = running.send("DELETE", "/sandbox/faults?integration_key=" + KEY, "");
        int third = running.push(event("Critical", "a")).statusCode();

        assertThat(json(broken).at("/data/times").asText()).isEqualTo("always");
        assertThat(broken.body()).doesNotContain(KEY);
        assertThat(healed.statusCode()).isEqualTo(200);
        assertThat(new int[] {first, second, third}).containsExactly(503, 503, 200);
    }

    @Test
    void aFaultOrderedForSomeTimesPasses() throws Exception {
        running.send("POST", "/sandbox/faults", order("\"kind\":\"html\",\"times\":1"));

        running.push(event("Critical", "a"));
        running.push(event("Critical", "a"));

        assertThat(running.sandbox().received(KEY))
                .extracting(Received::handling)
                .containsExactly(Handling.BROKEN, Handling.TAKEN);
    }

    @Test
    void healthAnswersWhileItRuns() throws Exception {
        HttpResponse<String> health = running.get("/sandbox/health");

        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(json(health).path("status").asText()).isEqualTo("UP");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /sandbox/faults, 400",
        "DELETE, /sandbox/faults, 400",
        "GET, /sandbox/faults, 405",
        "GET, /sandbox/events?after=x, 400",
        "POST, /sandbox/events, 405",
        "POST, /sandbox/health, 405",
        "POST, /, 405",
        "GET, /sandbox/nothing, 404"
    })
    void whatMakesNoSenseIsRefusedInFlashdutysForm(String method, String path, int status) throws Exception {
        HttpResponse<String> response = running.send(method, path, "");

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(json(response).at("/error/message").asText()).isNotEmpty();
    }

    private static String order(String rest) {
        return "{\"key\":\"" + KEY + "\"," + rest + "}";
    }
}
