package io.alertrelay.sandbox;

import static io.alertrelay.sandbox.RunningSandbox.KEY;
import static io.alertrelay.sandbox.RunningSandbox.event;
import static io.alertrelay.sandbox.RunningSandbox.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The push URL when it was told to misbehave. */
class FaultyPushTest {
    private static final int PATIENT = 20_000;
    private static final int IMPATIENT = 300;

    @RegisterExtension
    final RunningSandbox running = new RunningSandbox();

    @Test
    void faultsOfTheQueueMeetTheNextRequestsOneByOne() throws Exception {
        running.sandbox()
                .fault(
                        KEY,
                        new Fault.Status(503, "ServiceUnavailable", "down"),
                        new Fault.Status(500, "Oops", "broken"));

        HttpResponse<String> first = running.push(event("Critical", "a"));
        HttpResponse<String> second = running.push(event("Critical", "a"));
        HttpResponse<String> third = running.push(event("Critical", "a"));

        assertThat(first.statusCode()).isEqualTo(503);
        assertThat(json(first).at("/error/code").asText()).isEqualTo("ServiceUnavailable");
        assertThat(json(first).at("/error/message").asText()).isEqualTo("down");
        assertThat(second.statusCode()).isEqualTo(500);
        assertThat(third.statusCode()).isEqualTo(200);
        assertThat(running.sandbox().received(KEY))
                .extracting(Received::handling)
                .containsExactly(Handling.BROKEN, Handling.BROKEN, Handling.TAKEN);
        assertThat(running.sandbox().accepted(KEY)).hasSize(1);
    }

    @Test
    void aFaultTouchesOnlyItsKey() throws Exception {
        running.sandbox().faultAlways("other", new Fault.Reset());

        assertThat(running.push(event("Critical", "a")).statusCode()).isEqualTo(200);
    }

    @Test
    void aLastingFaultLastsUntilTheKeyIsHealed() throws Exception {
        running.sandbox().faultAlways(KEY, new Fault.Status(502, "BadGateway", "m"));

        assertThat(running.push(event("Critical", "a")).statusCode()).isEqualTo(502);
        assertThat(running.push(event("Critical", "a")).statusCode()).isEqualTo(502);
        running.sandbox().heal(KEY);
        assertThat(running.push(event("Critical", "a")).statusCode()).isEqualTo(200);
    }

    @Test
    void healingForgetsQueuedAndConditionalFaultsToo() throws Exception {
        running.sandbox().fault(KEY, new Fault.Html());
        running.sandbox().faultWhen(KEY, any -> true, new Fault.Html());

        running.sandbox().heal(KEY);
        running.push(event("Critical", "a"));

        assertThat(running.sandbox().accepted(KEY)).hasSize(1);
    }

    @Test
    void aConditionalFaultMeetsOnlyTheRequestsThatFulfilIt() throws Exception {
        running.sandbox()
                .faultWhen(
                        KEY,
                        request ->
                                request.alertKey().equals(Optional.of("bad")) && request.handling() == Handling.ARRIVED,
                        new Fault.Status(400, "InvalidParameter", "bad"));

        assertThat(running.push(event("Critical", "good")).statusCode()).isEqualTo(200);
        assertThat(running.push(event("Critical", "bad")).statusCode()).isEqualTo(400);
    }

    @Test
    void queuedFaultsComeBeforeConditionalOnesAndThoseBeforeLastingOnes() throws Exception {
        running.sandbox().faultAlways(KEY, new Fault.Status(500, "Lasting", "m"));
        running.sandbox()
                .faultWhen(KEY, r -> r.alertKey().equals(Optional.of("a")), new Fault.Status(501, "When", "m"));
        running.sandbox().fault(KEY, new Fault.Status(502, "Next", "m"));

        assertThat(running.push(event("Critical", "a")).statusCode()).isEqualTo(502);
        assertThat(running.push(event("Critical", "a")).statusCode()).isEqualTo(501);
        assertThat(running.push(event("Critical", "b")).statusCode()).isEqualTo(500);
    }

    @Test
    void tooManyRequestsCarriesRetryAfterOnlyWhenTold() throws Exception {
        running.sandbox()
                .fault(KEY, new Fault.TooManyRequests(Optional.of("7")), new Fault.TooManyRequests(Optional.empty()));

        HttpResponse<String> answer = running.push(event("Critical", "a"));
        HttpResponse<String> untold = running.push(event("Critical", "a"));

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).contains("7");
        assertThat(json(answer).at("/error/code").asText()).isEqualTo("RequestTooFrequently");
        assertThat(untold.headers().firstValue("Retry-After")).isEmpty();
    }

    @Test
    void okWithErrorIsNotAccepted() throws Exception {
        running.sandbox().fault(KEY, new Fault.OkWithError("NoLicense", "expired"));

        HttpResponse<String> response = running.push(event("Critical", "a"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response).at("/error/code").asText()).isEqualTo("NoLicense");
        assertThat(running.sandbox().accepted(KEY)).isEmpty();
        assertThat(running.sandbox().alerts(KEY)).isEmpty();
    }

    @Test
    void anHtmlPageIsNotAccepted() throws Exception {
        running.sandbox().fault(KEY, new Fault.Html());

        HttpResponse<String> response = running.push(event("Critical", "a"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
        assertThat(response.body()).startsWith("<!doctype html>");
        assertThat(running.sandbox().accepted(KEY)).isEmpty();
    }

    @Test
    void aRedirectAsksForTheSamePostElsewhere() throws Exception {
        running.sandbox().fault(KEY, new Fault.Redirect("http://127.0.0.1:1/elsewhere"));

        HttpResponse<String> response = running.push(event("Critical", "a"));

        assertThat(response.statusCode()).isEqualTo(307);
        assertThat(response.headers().firstValue("Location")).contains("http://127.0.0.1:1/elsewhere");
    }

    @Test
    void aHangingRequestGetsNothingAndItsEventIsNotTaken() throws Exception {
        running.sandbox().fault(KEY, new Fault.Hang());

        RawAnswer answer = post(event("Critical", "a"), IMPATIENT);

        assertThat(answer).isEqualTo(new RawAnswer("", RawAnswer.End.SILENT));
        assertThat(running.sandbox().received(KEY))
                .singleElement()
                .satisfies(r -> assertThat(r.status()).isEmpty());
        assertThat(running.sandbox().alerts(KEY)).isEmpty();
    }

    @Test
    void aHangingRequestHoldsUpNoOther() throws Exception {
        running.sandbox().fault(KEY, new Fault.Hang());
        post(event("Critical", "a"), IMPATIENT);

        assertThat(running.push(event("Critical", "b")).statusCode()).isEqualTo(200);
    }

    @Test
    void aDelayedAnswerIsRightButLate() throws Exception {
        running.sandbox().fault(KEY, new Fault.Delay(Duration.ofMillis(400)));

        long start = System.nanoTime();
        HttpResponse<String> response = running.push(event("Critical", "a"));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(400));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response).at("/data/alert_key").asText()).isEqualTo("a");
    }

    @Test
    void whoGivesUpOnADelayedAnswerFindsTheEventTaken() throws Exception {
        running.sandbox().fault(KEY, new Fault.Delay(Duration.ofMinutes(5)));

        RawAnswer answer = post(event("Critical", "a"), IMPATIENT);
        running.push(event("Critical", "a"));

        assertThat(answer.end()).isEqualTo(RawAnswer.End.SILENT);
        assertThat(running.sandbox().received(KEY))
                .extracting(Received::handling)
                .containsExactly(Handling.TAKEN, Handling.DUPLICATE);
    }

    @Test
    void aResetIsARealOneWithoutAByteOfAnswer() throws Exception {
        running.sandbox().fault(KEY, new Fault.Reset());

        RawAnswer answer = post(event("Critical", "a"), PATIENT);

        assertThat(answer).isEqualTo(new RawAnswer("", RawAnswer.End.RESET));
        assertThat(running.sandbox().alerts(KEY)).isEmpty();
    }

    @Test
    void afterAResetAfterAcceptTheRepeatedEventIsADuplicate() throws Exception {
        running.sandbox().fault(KEY, new Fault.ResetAfterAccept());

        RawAnswer lost = post(event("Critical", "a"), PATIENT);
        HttpResponse<String> again = running.push(event("Critical", "a"));

        assertThat(lost).isEqualTo(new RawAnswer("", RawAnswer.End.RESET));
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(running.sandbox().accepted(KEY))
                .singleElement()
                .satisfies(r -> assertThat(r.duplicate()).isTrue());
        assertThat(running.sandbox().alerts(KEY).get("a").states()).containsExactly("Critical");
    }

    @Test
    void halfAnAnswerEndsInAResetAfterHalfOfTheBody() throws Exception {
        running.sandbox().fault(KEY, new Fault.HalfAnswer());

        RawAnswer answer = post(event("Critical", "a"), PATIENT);

        String[] parts = answer.text().split("\r\n\r\n", 2);
        String announced = parts[0].replaceAll("(?is).*content-length: (\\d+).*", "$1");
        assertThat(answer.end()).isEqualTo(RawAnswer.End.RESET);
        assertThat(parts[0]).startsWith("HTTP/1.1 200");
        assertThat(parts[1]).startsWith("{\"request_id\"").hasSize(Integer.parseInt(announced) / 2);
        assertThat(running.sandbox().accepted(KEY)).isEmpty();
        assertThat(running.sandbox().alerts(KEY)).containsOnlyKeys("a");
    }

    @Test
    void aSpoiledAnswerToABadEventIsARefusal() throws Exception {
        running.sandbox().fault(KEY, new Fault.Delay(Duration.ofMillis(1)));

        assertThat(running.push(event("critical", "a")).statusCode()).isEqualTo(400);
        assertThat(running.sandbox().received(KEY).get(0).handling()).isEqualTo(Handling.REFUSED);
    }

    @Test
    void aConditionThatFailsIsAnInternalErrorAndTheSandboxGoesOn() throws Exception {
        running.sandbox()
                .faultWhen(
                        KEY,
                        request -> {
                            throw new IllegalStateException("a bug in a test");
                        },
                        new Fault.Reset());

        HttpResponse<String> failed = running.push(event("Critical", "a"));
        running.sandbox().heal(KEY);

        assertThat(failed.statusCode()).isEqualTo(500);
        assertThat(failed.body()).doesNotContain("a bug in a test");
        assertThat(running.push(event("Critical", "a")).statusCode()).isEqualTo(200);
    }

    private RawAnswer post(String body, int patienceMillis) throws Exception {
        return RawAnswer.post(running.sandbox().pushUrl(KEY), body, patienceMillis);
    }
}
