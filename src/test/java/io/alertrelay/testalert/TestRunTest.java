package io.alertrelay.testalert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.Severity;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.intake.IntakeReply;
import io.alertrelay.intake.Nonces;
import io.alertrelay.intake.Submission;
import io.alertrelay.intake.UnavailableReason;
import io.alertrelay.json.Json;
import io.alertrelay.management.ApiAnswer;
import io.alertrelay.pipeline.ConfigSnapshot;
import io.alertrelay.testing.SteppedClock;
import io.alertrelay.testing.TestConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TestRunTest {
    private final SteppedClock clock = new SteppedClock();
    private final List<String> stored = new CopyOnWriteArrayList<>();
    private final TestRun run = new TestRun(
            new InternalPost(this::submit, new Nonces(new Random(1)), clock),
            request -> ApiAnswer.ok(JsonNodeFactory.instance.objectNode()),
            clock);

    @Test
    void leavesNoAlertOpenBecauseAnotherOneIsNotStored() {
        Map<String, TestAlert> alerts = new LinkedHashMap<>();
        alerts.put("taken", alert("t1"));
        alerts.put("refused", alert("t2"));
        alerts.put("never sent", alert("t3"));

        assertThatThrownBy(() -> run.run(alerts))
                .isInstanceOf(InternalPost.NotTakenException.class)
                .hasMessageContaining("not now");

        assertThat(stored).containsExactly("taken firing", "taken resolved");
    }

    @Test
    void leavesNoAlertOpenWhenItIsInterrupted() {
        TestRun interrupted = run(request -> {
            Thread.currentThread().interrupt();
            return ApiAnswer.ok(JsonNodeFactory.instance.objectNode());
        });

        assertThatThrownBy(() -> interrupted.run(Map.of("taken", alert("t1"))))
                .isInstanceOf(InterruptedException.class);

        assertThat(stored).containsExactly("taken firing", "taken resolved");
    }

    @Test
    void leavesNoAlertOpenWhenItsTrailCanNotBeRead() {
        TestRun failing = run(request -> {
            // As Kafka's client does when it is interrupted.
            Thread.currentThread().interrupt();
            throw new IllegalStateException("no trail");
        });

        assertThatThrownBy(() -> failing.run(Map.of("taken", alert("t1")))).hasMessage("no trail");

        assertThat(Thread.interrupted()).as("it is still interrupted").isTrue();
        assertThat(stored).containsExactly("taken firing", "taken resolved");
    }

    @Test
    @Timeout(60)
    void aStopEndsItWithItsRecovery() throws Exception {
        CountDownLatch looks = new CountDownLatch(1);
        RelayConfig config = TestConfig.load(TestConfig.yaml("{}", 8080, 8081, 8082, ""), Path.of(""));
        TestQuestion tests = new TestQuestion(
                () -> ConfigSnapshot.first(config, clock.instant()),
                Optional::empty,
                new InternalPost(this::submit, new Nonces(new Random(1)), clock),
                request -> {
                    looks.countDown();
                    return ApiAnswer.ok(JsonNodeFactory.instance.objectNode());
                },
                new Nonces(new Random(2)),
                clock);
        ObjectNode question = JsonNodeFactory.instance.objectNode();
        question.putArray("channels").add("oncall");
        FutureTask<ApiAnswer> answer = new FutureTask<>(() -> tests.answer(question, Optional.of("ann")));
        new Thread(answer).start();
        looks.await();

        tests.close();

        assertThat(stored).hasSize(2).last().asString().endsWith(" resolved");
        assertThat(answer.get().status()).isEqualTo(503);
        assertThat(tests.answer(question, Optional.of("ann")).status()).isEqualTo(503);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(stored).hasSize(2);
    }

    private TestRun run(Function<String, ApiAnswer> trails) {
        return new TestRun(new InternalPost(this::submit, new Nonces(new Random(1)), clock), trails, clock);
    }

    @Test
    void eachChannelsAnswerIsThatOfItsTrail() throws Exception {
        String trail = """
                {"routed":true,"accepted":{"received_at":"2026-11-28T04:43:17Z"},"alerts":[{"deliveries":[\
                {"id":"d","channel":"支付","why":"dedicated","rules":"v","state":"dead-lettered","reason":"refused",\
                "cause":"400","attempts":2,"settled_at":"2026-11-28T04:43:18.250Z","answer":"no"},\
                {"channel":"oncall","state":"waiting","ahead":3,"waits_for":"its turn"}]}]}""";
        String none = "{\"routed\":true,\"alerts\":[{\"set_aside\":{\"cause\":\"no status\"}}]}";
        String sent = "{\"status\":\"firing\",\"integration\":\"arms\",\"request_id\":\"w0-1-a\",";

        assertThat(answers(trail))
                .containsExactly(
                        sent + "\"channel\":\"支付\",\"state\":\"dead-lettered\",\"why\":\"dedicated\","
                                + "\"answer\":\"no\",\"reason\":\"refused\",\"cause\":\"400\",\"attempts\":2,"
                                + "\"after_ms\":1250}",
                        sent + "\"channel\":\"oncall\",\"state\":\"waiting\",\"waits_for\":\"its turn\"}");
        assertThat(answers(none)).containsExactly(sent + "\"state\":\"not-routed\",\"cause\":\"no status\"}");
        assertThat(answers("{}")).containsExactly(sent + "\"state\":\"waiting\",\"cause\":\"it waits to be routed\"}");
    }

    private static List<String> answers(String trail) throws IOException {
        return TestAnswer.of(new ObjectMapper().readTree(trail), AlertStatus.FIRING, "arms", "w0-1-a").stream()
                .map(answer -> Json.of(answer).toString())
                .toList();
    }

    private TestAlert alert(String fingerprint) {
        return new TestAlert(fingerprint, "tester", Severity.INFO, Map.of(), clock.instant());
    }

    private CompletionStage<IntakeReply> submit(Submission submission) {
        try {
            String status = new ObjectMapper()
                    .readTree(submission.body())
                    .path("status")
                    .asText();
            if (submission.integration().equals("refused")) {
                return CompletableFuture.completedStage(
                        IntakeReply.unavailable(submission.nonce(), UnavailableReason.KAFKA, "not now"));
            }
            stored.add(submission.integration() + " " + status);
            return CompletableFuture.completedStage(IntakeReply.accepted(submission.nonce(), 1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
