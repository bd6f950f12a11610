package io.alertrelay.delivery;

import static io.alertrelay.delivery.Deliveries.delivery;
import static io.alertrelay.delivery.Deliveries.firing;
import static io.alertrelay.delivery.Deliveries.recovery;
import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.alert.Severity;
import io.alertrelay.delivery.ChannelState.Held;
import io.alertrelay.delivery.Settlement.DeadLettered;
import io.alertrelay.delivery.Settlement.GiveUpReason;
import io.alertrelay.flashduty.Answer;
import io.alertrelay.flashduty.AnswerReader;
import io.alertrelay.testing.SteppedClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Alerts that fail alone, and go on coming, must not take the room that others need. */
class CrowdedScheduleTest {
    private static final Answer DOWN = answer(503, "{\"error\":{\"code\":\"InternalError\",\"message\":\"down\"}}");
    private static final Answer FORBIDDEN = answer(403, "blocked");
    private static final Answer TAKEN = answer(200, "{\"request_id\":\"r1\",\"data\":{}}");

    private final SteppedClock clock = new SteppedClock();
    private boolean crowded;
    private final Schedule schedule = schedule();

    static List<Answer> faults() {
        return List.of(DOWN, FORBIDDEN);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void allOfAnAlertThatIsKnownToFailAloneAreGivenUpOnceSuchAlertsAreAllThatIsLeftInHalfOfTheRoom(Answer fault) {
        poisonedWithFollowers(fault);
        crowded = true;
        clock.advance(Duration.ofHours(1));

        for (int i = 0; i < 3; i++) {
            clock.advance(Duration.ofMinutes(2));
            QueuedDelivery poison = sent();
            Settlement end = schedule.answered(poison, fault, now()).orElseThrow();
            assertThat(end)
                    .isInstanceOfSatisfying(
                            DeadLettered.class, d -> assertThat(d.reason()).isEqualTo(GiveUpReason.NO_ROOM));
            schedule.settled(poison);
        }

        assertThat(schedule.waiting().size()).isZero();
    }

    @Test
    void theyAreNotGivenUpWhileThereIsRoom() {
        poisonedWithFollowers(DOWN);

        clock.advance(Duration.ofHours(2));

        assertThat(schedule.answered(sent(), DOWN, now())).isEmpty();
    }

    @Test
    void theyAreTriedForAnHourAllTheSame() {
        poisonedWithFollowers(DOWN);
        crowded = true;

        clock.advance(Duration.ofMinutes(40));

        assertThat(schedule.answered(sent(), DOWN, now())).isEmpty();
    }

    @Test
    void theyAreNotGivenUpWhileOthersWaitForTheirTurn() {
        poisonedWithFollowers(DOWN);
        crowded = true;
        clock.advance(Duration.ofHours(2));
        QueuedDelivery poison = sent();
        schedule.offer(delivery(50, now()), false, now());

        assertThat(schedule.answered(poison, DOWN, now())).isEmpty();
    }

    @Test
    void nothingIsGivenUpOfAnAlertOfWhichAnEventGotThroughSince() {
        poisonedWithFollowers(DOWN);
        clock.advance(Duration.ofHours(2));
        take(sent());
        crowded = true;

        QueuedDelivery next = sent();

        assertThat(next.delivery().offset()).isEqualTo(2);
        assertThat(schedule.answered(next, DOWN, now())).isEmpty();
    }

    @Test
    void inAnOutageNothingIsGivenUpHoweverMuchWaits() {
        crowded = true;
        for (int i = 0; i < 20; i++) {
            schedule.offer(delivery(i, now()), false, now());
        }

        for (int i = 0; i < 100; i++) {
            if (schedule.next(now()) instanceof NextStep.Send send) {
                assertThat(schedule.answered(send.queued(), DOWN, now())).isEmpty();
            }
            clock.advance(i < 10 ? Duration.ofMillis(1) : Duration.ofMinutes(1));
        }

        assertThat(schedule.state()).isInstanceOf(Held.class);
    }

    /** Three events of one alert, of which the first has failed three times while others got through. */
    private void poisonedWithFollowers(Answer fault) {
        schedule.offer(firing(1, now(), "poison", Severity.CRITICAL), false, now());
        schedule.offer(recovery(2, now(), "poison", Severity.CRITICAL), false, now());
        schedule.offer(firing(3, now(), "poison", Severity.CRITICAL), false, now());
        for (int i = 0; i < 6; i++) {
            schedule.offer(delivery(100 + i, now()), false, now());
            QueuedDelivery poison = sent();
            take(sent());
            schedule.answered(poison, fault, now());
            clock.advance(Duration.ofMinutes(2));
            if (schedule.state() instanceof Held) {
                schedule.offer(firing(200 + i, now(), "other" + i, Severity.CRITICAL), false, now());
                take(sent());
            }
        }
    }

    private void take(QueuedDelivery queued) {
        schedule.answered(queued, TAKEN, now());
        schedule.settled(queued);
    }

    private QueuedDelivery sent() {
        return ((NextStep.Send) schedule.next(now())).queued();
    }

    private Instant now() {
        return clock.instant();
    }

    private Schedule schedule() {
        Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1), new Random(1));
        return new Schedule(
                new RetryPolicy(backoff, backoff, backoff, backoff, Duration.ofHours(24), OptionalInt.empty()),
                Collapse.REMINDERS,
                new Throttle(new Pace(100_000, Duration.ofSeconds(1)), new Pace(100_000, Duration.ofSeconds(1)), 8),
                clock,
                () -> crowded);
    }

    private static Answer answer(int status, String body) {
        return new AnswerReader(new SteppedClock())
                .read(status, Optional.empty(), body.getBytes(StandardCharsets.UTF_8));
    }
}
