package io.alertrelay.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.delivery.ChannelState.Held;
import io.alertrelay.delivery.ChannelState.Probing;
import io.alertrelay.delivery.ChannelState.Retrying;
import io.alertrelay.delivery.ChannelState.Running;
import io.alertrelay.flashduty.Answer;
import io.alertrelay.flashduty.AnswerReader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JudgeTest {
    private static final Instant NOW = Instant.parse("2026-11-22T02:00:00Z");
    private static final Running RUNNING = new Running();
    private static final Answer DOWN = answer(503, "{\"error\":{\"code\":\"InternalError\",\"message\":\"down\"}}");
    private static final Answer WRONG_KEY =
            answer(401, "{\"error\":{\"code\":\"Unauthorized\",\"message\":\"no such key\"}}");

    private final Judge judge = new Judge(new RetryPolicy(
            new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1), new Random(1)),
            new Backoff(Duration.ofSeconds(5), Duration.ofMinutes(1), new Random(1)),
            Duration.ofHours(24)));
    private final Delivery fresh = Deliveries.delivery(1, NOW);

    @Test
    void takenIsDeliveredAndTheChannelRuns() {
        Next next = judge(fresh, answer(200, "{\"request_id\":\"r1\",\"data\":{}}"), retrying(3));

        assertThat(next.state()).isInstanceOf(Running.class);
        assertThat(settlement(next))
                .isInstanceOfSatisfying(
                        Settlement.Delivered.class,
                        d -> assertThat(d.requestId()).contains("r1"));
    }

    @Test
    void refusedIsDeadLetteredAtOnceWithTheReplyAndTheChannelRuns() {
        Next next = judge(
                fresh, answer(400, "{\"error\":{\"code\":\"InvalidParameter\",\"message\":\"labels\"}}"), RUNNING);

        assertThat(next.state()).isInstanceOf(Running.class);
        assertThat(settlement(next)).isInstanceOfSatisfying(Settlement.DeadLettered.class, d -> {
            assertThat(d.reason()).isEqualTo(Settlement.Reason.REFUSED);
            assertThat(d.cause()).isEqualTo("400 InvalidParameter: labels");
            assertThat(d.history()).hasSize(1);
        });
    }

    @Test
    void aFaultOfTheChannelHoldsItHoweverOldTheEventIs() {
        Delivery old = Deliveries.delivery(1, NOW.minus(Duration.ofDays(30)));

        Next next = judge(old, WRONG_KEY, RUNNING);

        assertThat(next).isInstanceOf(Next.Wait.class);
        assertThat(next.state()).isInstanceOfSatisfying(Held.class, held -> {
            assertThat(held.cause()).isEqualTo("401 Unauthorized: no such key");
            assertThat(held.since()).isEqualTo(NOW);
            assertThat(held.until()).isAfter(NOW);
        });
    }

    @Test
    void aProbeThatFailsKeepsTheChannelHeldSinceTheFirstFault() {
        Instant since = NOW.minusSeconds(100);

        Next next = judge(fresh, WRONG_KEY, new Probing(new Held("x", since, 4, NOW)));

        assertThat(next.state()).isInstanceOfSatisfying(Held.class, held -> {
            assertThat(held.failures()).isEqualTo(5);
            assertThat(held.since()).isEqualTo(since);
        });
    }

    @Test
    void notAvailableIsRetriedLaterAndLater() {
        Duration third = Duration.between(NOW, retryingAfter(fresh, 2).next());
        Duration ninth = Duration.between(NOW, retryingAfter(fresh, 8).next());

        assertThat(third).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
        assertThat(ninth).isBetween(Duration.ofSeconds(30), Duration.ofMinutes(1));
    }

    @Test
    void notAvailableBeyondTheMaximumAgeIsDeadLetteredAsExpiredAndTheChannelGoesOnWaiting() {
        Delivery old = Deliveries.delivery(1, NOW.minus(Duration.ofHours(24)));
        Delivery younger =
                Deliveries.delivery(1, NOW.minus(Duration.ofHours(24)).plusMillis(1));

        Next next = judge(old, DOWN, RUNNING);

        assertThat(next.state()).isInstanceOf(Retrying.class);
        assertThat(settlement(next))
                .isInstanceOfSatisfying(
                        Settlement.DeadLettered.class,
                        d -> assertThat(d.reason()).isEqualTo(Settlement.Reason.EXPIRED));
        assertThat(judge(younger, DOWN, RUNNING)).isInstanceOf(Next.Wait.class);
    }

    @Test
    void tooFastWaitsAsLongAsAskedAndIsNeverADeadLetter() {
        Delivery old = Deliveries.delivery(1, NOW.minus(Duration.ofDays(30)));
        Answer tooFast = new AnswerReader(Clock.fixed(NOW, ZoneOffset.UTC)).read(429, Optional.of("90"), new byte[0]);

        Next next = judge(old, tooFast, RUNNING);

        assertThat(next)
                .isInstanceOfSatisfying(
                        Next.Wait.class, wait -> assertThat(wait.until()).isEqualTo(NOW.plusSeconds(90)));
    }

    private Retrying retryingAfter(Delivery delivery, int failures) {
        return (Retrying) judge(delivery, DOWN, retrying(failures)).state();
    }

    private static Retrying retrying(int failures) {
        return new Retrying("x", NOW.minusSeconds(9), failures, NOW);
    }

    private Next judge(Delivery delivery, Answer answer, ChannelState before) {
        Attempts attempts = new Attempts();
        attempts.add(new Attempt(NOW, AnswerText.of(answer)));
        return judge.judge(delivery, attempts, answer, before, NOW);
    }

    private static Settlement settlement(Next next) {
        assertThat(next).isInstanceOf(Next.Settle.class);
        return ((Next.Settle) next).settlement();
    }

    private static Answer answer(int status, String body) {
        return new AnswerReader(Clock.fixed(NOW, ZoneOffset.UTC))
                .read(status, Optional.empty(), body.getBytes(StandardCharsets.UTF_8));
    }
}
