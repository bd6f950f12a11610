package io.alertrelay.sandbox;

import static io.alertrelay.sandbox.RunningSandbox.KEY;
import static io.alertrelay.sandbox.RunningSandbox.event;
import static io.alertrelay.sandbox.RunningSandbox.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The push URL while all is well, as Flashduty's push API documents it. */
class HealthyPushTest {
    @RegisterExtension
    final RunningSandbox running = new RunningSandbox();

    @Test
    void aGoodEventIsAnsweredWithItsAlertKey() throws Exception {
        HttpResponse<String> response = running.push(event("Critical", "arms:1"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response).at("/data/alert_key").asText()).isEqualTo("arms:1");
        assertThat(json(response).path("request_id").asText()).isNotEmpty();
        assertThat(json(response).has("error")).isFalse();
    }

    @Test
    void everyAnswerHasItsOwnRequestId() throws Exception {
        String first = json(running.push(event("Critical", "arms:1")))
                .path("request_id")
                .asText();
        String second = json(running.push(event("Critical", "arms:1")))
                .path("request_id")
                .asText();

        assertThat(first).isNotEqualTo(second);
    }

    @Test
    void theExactBytesAreRememberedBeforeTheAnswer() throws Exception {
        String body = " {\"title_rule\":\"磁盘将满\\u0021\", \"event_status\":\"Info\",\"alert_key\":\"a\"}\n";

        running.push(body);

        Received received = running.sandbox().received(KEY).get(0);
        assertThat(received.body()).isEqualTo(body.getBytes(StandardCharsets.UTF_8));
        assertThat(received.sequence()).isEqualTo(1);
        assertThat(received.receivedAt()).isEqualTo(running.clock.instant());
        assertThat(received.path()).isEqualTo("/event/push/alert/standard");
        assertThat(received.alertKey()).contains("a");
        assertThat(received.eventStatus()).contains("Info");
        assertThat(received.status()).contains(200);
    }

    @Test
    void requestsAreKeptInTheOrderOfArrivalAndApartByKey() throws Exception {
        running.push(event("Critical", "a"));
        running.post(running.sandbox().pushUrl("other"), "application/json", event("Critical", "b"));
        running.push(event("Critical", "c"));

        assertThat(running.sandbox().received()).extracting(Received::sequence).containsExactly(1L, 2L, 3L);
        assertThat(running.sandbox().received(KEY))
                .extracting(r -> r.alertKey().orElseThrow())
                .containsExactly("a", "c");
    }

    @Test
    void anIdenticalEventIsAnsweredAlikeAndDiscarded() throws Exception {
        String body = event("Critical", "a");

        running.push(body);
        HttpResponse<String> again = running.push(body);

        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(json(again).at("/data/alert_key").asText()).isEqualTo("a");
        assertThat(running.sandbox().received(KEY))
                .extracting(Received::duplicate)
                .containsExactly(false, true);
        assertThat(running.sandbox().accepted(KEY)).hasSize(2);
        assertThat(running.sandbox().alerts(KEY).get("a").states()).containsExactly("Critical");
    }

    @Test
    void theSameBytesUnderAnotherKeyAreAnotherEvent() throws Exception {
        running.push(event("Critical", "a"));
        running.post(running.sandbox().pushUrl("other"), "application/json", event("Critical", "a"));

        assertThat(running.sandbox().received("other").get(0).duplicate()).isFalse();
    }

    @Test
    void anEventWithoutAnAlertKeyGetsOneAndKeepsItWhenRepeated() throws Exception {
        String body = "{\"event_status\":\"Warning\",\"title_rule\":\"t\"}";

        String first = json(running.push(body)).at("/data/alert_key").asText();
        String second = json(running.push(body)).at("/data/alert_key").asText();

        assertThat(first).isNotEmpty().isEqualTo(second);
        assertThat(running.sandbox().alerts(KEY)).containsOnlyKeys(first);
    }

    @Test
    void theHistoryOfAnAlertShowsReopeningAndRecoveriesWithoutFiring() throws Exception {
        for (String body : List.of(
                event("Ok", "a", "1"),
                event("Critical", "a", "2"),
                event("Ok", "a", "3"),
                event("Warning", "a", "4"),
                event("Critical", "b", "5"))) {
            running.push(body);
        }

        AlertHistory a = running.sandbox().alerts(KEY).get("a");
        assertThat(a.states()).containsExactly("Ok", "Critical", "Ok", "Warning");
        assertThat(a.reopened()).isEqualTo(2);
        assertThat(a.recoveriesWithoutFiring()).isEqualTo(1);
        assertThat(a.open()).isTrue();
        assertThat(running.sandbox().alerts(KEY)).containsOnlyKeys("a", "b");
    }

    @Test
    void aRefusedEventLeavesNoTraceInTheAlerts() throws Exception {
        running.push(event("critical", "a"));

        assertThat(running.sandbox().alerts(KEY)).isEmpty();
        assertThat(running.sandbox().accepted(KEY)).isEmpty();
        assertThat(running.sandbox().received(KEY))
                .extracting(Received::handling)
                .containsExactly(Handling.REFUSED);
        assertThat(running.sandbox().received(KEY).get(0).alertKey()).contains("a");
    }

    @Test
    void withoutAKeyItIsUnauthorised() throws Exception {
        HttpResponse<String> response = running.send("POST", "/event/push/alert/standard", event("Critical", "a"));

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(json(response).at("/error/code").asText()).isEqualTo("Unauthorized");
    }

    @Test
    void anUnknownKeyIsAnInvalidParameterOnceKeysAreListed() throws Exception {
        running.sandbox().allowKeys(Set.of("another"));

        HttpResponse<String> response = running.push(event("Critical", "a"));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).at("/error/code").asText()).isEqualTo("InvalidParameter");
        assertThat(json(response).at("/error/message").asText()).isEqualTo("integration_key is not a valid one");
    }

    @ParameterizedTest
    @CsvSource({"text/plain", "application/x-www-form-urlencoded", "application/jsonp"})
    void aContentTypeOtherThanJsonIsRefused(String contentType) throws Exception {
        HttpResponse<String> response =
                running.post(running.sandbox().pushUrl(KEY), contentType, event("Critical", "a"));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).at("/error/code").asText()).isEqualTo("InvalidContentType");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json; charset=utf-8", "Application/JSON", "application/json;charset=UTF-8"})
    void jsonIsRecognisedHoweverItIsWritten(String contentType) throws Exception {
        assertThat(running.post(running.sandbox().pushUrl(KEY), contentType, event("Critical", "a"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void getIsNotAllowedOnAPushUrl() throws Exception {
        HttpResponse<String> response = running.get("/event/push/alert/standard?integration_key=" + KEY);

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).contains("POST");
        assertThat(running.sandbox().received()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/event/push/alert/standart", "/event/push/alert/standard/", "/sandbox", "/favicon.ico"})
    void anUnknownPathIsRouteNotFound(String path) throws Exception {
        HttpResponse<String> response = running.send("POST", path + "?integration_key=" + KEY, "{}");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(json(response).at("/error/code").asText()).isEqualTo("RouteNotFound");
    }

    @Test
    void aBodyBeyondTheLimitIsTooLargeAndTheConnectionGoesOn() throws Exception {
        String title = "x".repeat(SandboxServer.MAX_BODY_BYTES);

        HttpResponse<String> response = running.push(event("Critical", "a", title));

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(json(response).at("/error/code").asText()).isEqualTo("EntityTooLarge");
        assertThat(running.push(event("Critical", "a")).statusCode()).isEqualTo(200);
    }

    @Test
    void aBodyAtTheLimitIsRead() throws Exception {
        int frame = event("Critical", "a", "").length();

        HttpResponse<String> response =
                running.push(event("Critical", "a", "x".repeat(SandboxServer.MAX_BODY_BYTES - frame)));

        assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    void aLimitedKeyIsAnsweredTooFrequentlyUntilTheMinuteHasPassed() throws Exception {
        running.sandbox().limit(KEY, 2);

        running.push(event("Critical", "a"));
        running.push(event("Critical", "b"));
        HttpResponse<String> beyond = running.push(event("Critical", "c"));
        running.clock.advance(Duration.ofMinutes(1));
        HttpResponse<String> later = running.push(event("Critical", "c"));

        assertThat(beyond.statusCode()).isEqualTo(429);
        assertThat(json(beyond).at("/error/code").asText()).isEqualTo("RequestTooFrequently");
        assertThat(later.statusCode()).isEqualTo(200);
    }

    @Test
    void theLimitOfTheAccountCountsAllKeysTogetherAndCanBeLifted() throws Exception {
        running.sandbox().limitAccount(1);

        running.push(event("Critical", "a"));
        HttpResponse<String> other =
                running.post(running.sandbox().pushUrl("other"), "application/json", event("Critical", "a"));
        running.sandbox().unlimited();

        assertThat(other.statusCode()).isEqualTo(429);
        assertThat(running.push(event("Critical", "b")).statusCode()).isEqualTo(200);
    }

    @Test
    void aKeyWithReservedCharactersSurvivesTheUrl() throws Exception {
        String key = "a&b=c d+é";

        running.post(running.sandbox().pushUrl(key), "application/json", event("Critical", "a"));

        assertThat(running.sandbox().received(key)).hasSize(1);
    }
}
