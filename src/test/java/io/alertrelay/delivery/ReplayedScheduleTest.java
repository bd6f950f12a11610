package io.alertrelay.delivery;

import static io.alertrelay.delivery.Deliveries.delivery;
import static io.alertrelay.delivery.Deliveries.firing;
import static io.alertrelay.delivery.Deliveries.recovery;
import static io.alertrelay.delivery.Deliveries.replayed;
import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.alert.Severity;
import io.alertrelay.flashduty.Answer;
import io.alertrelay.flashduty.AnswerReader;
import io.alertrelay.record.Delivery;
import io.alertrelay.testing.SteppedClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is sent when of what is replayed, without threads. */
class ReplayedScheduleTest {
    private static final Duration MAX_AGE = Duration.ofHours(24);

    private final SteppedClock clock = new SteppedClock();
    private final Schedule schedule = schedule();

    @Test
    void halfOfTheRoomIsKeptForLiveOnesHoweverManyAreReplayed() {
        for (int i = 1; i <= 8; i++) {
            offer(replayed(delivery(i, now()), 100 + i));
        }
        for (int i = 1; i <= 4; i++) {
            sent();
        }

        assertThat(schedule.next(now())).isInstanceOf(NextStep.Idle.class);
        offer(delivery(200, now()));
        assertThat(sent().delivery().offset()).isEqualTo(200);
    }

    @Test
    void refusedOnesWhoseDeadLettersCannotBeStoredKeepNoOtherReplayedOnesPlace() {
        for (int i = 1; i <= 9; i++) {
            offer(replayed(delivery(i, now()), 100 + i));
        }
        List<QueuedDelivery> refused = List.of(sent(), sent(), sent(), sent());
        String reply = "{\"error\":{\"code\":\"InvalidParameter\",\"message\":\"labels\"}}";
        refused.forEach(each -> schedule.answered(each, answer(400, reply), now()));

        List<QueuedDelivery> others = List.of(sent(), sent(), sent(), sent());

        assertThat(schedule.next(now())).isInstanceOf(NextStep.Idle.class);
        refused.forEach(schedule::settled);
        assertThat(schedule.next(now())).as("half of the room").isInstanceOf(NextStep.Idle.class);
        schedule.answered(others.get(0), answer(200, "{\"request_id\":\"r1\",\"data\":{}}"), now());
        schedule.settled(others.get(0));
        assertThat(sent().delivery().offset()).isEqualTo(109);
    }

    @Test
    void whatIsReplayedIsNotTooOldBecauseItCameInLongAgo() {
        offer(replayed(delivery(1, now().minus(MAX_AGE.multipliedBy(6))), 11));

        for (int i = 0; i < 2 * Schedule.PROOFS; i++) {
            offer(delivery(100 + i, now()));
            QueuedDelivery live = sent();
            QueuedDelivery old = sent();
            assertThat(schedule.answered(live, answer(200, "{\"request_id\":\"r1\",\"data\":{}}"), now()))
                    .isPresent();
            schedule.settled(live);
            assertThat(schedule.answered(old, answer(503, ""), now())).isEmpty();
            clock.advance(Duration.ofMinutes(2));
        }
    }

    @Test
    void whatFailsWhileANewerLiveOneOfItsAlertHasComeIsNotTriedAgain() {
        offer(replayed(firing(1, now(), "a", Severity.WARNING), 11));
        QueuedDelivery old = sent();
        offer(recovery(12, now(), "a", Severity.WARNING));

        assertThat(schedule.answered(old, answer(503, ""), now()))
                .get()
                .isInstanceOfSatisfying(Settlement.Superseded.class, superseded -> {
                    assertThat(superseded.reason()).isEqualTo(Settlement.Redundancy.NEWER);
                    assertThat(superseded.attempts().count()).isEqualTo(1);
                });
        schedule.settled(old);
        clock.advance(Duration.ofMinutes(1));
        assertThat(sent().delivery().offset()).isEqualTo(12);
    }

    private QueuedDelivery sent() {
        NextStep turn = schedule.next(now());
        assertThat(turn).isInstanceOf(NextStep.Send.class);
        return ((NextStep.Send) turn).queued();
    }

    private void offer(Delivery delivery) {
        schedule.offer(delivery, false, now());
    }

    private Instant now() {
        return clock.instant();
    }

    private Schedule schedule() {
        Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1), new Random(1));
        return new Schedule(
                new RetryPolicy(backoff, backoff, backoff, backoff, MAX_AGE, OptionalInt.empty()),
                Collapse.REMINDERS,
                new Throttle(new Pace(100_000, Duration.ofSeconds(1)), new Pace(100_000, Duration.ofSeconds(1)), 8),
                clock,
                () -> false);
    }

    private static Answer answer(int status, String body) {
        return new AnswerReader(new SteppedClock())
                .read(status, Optional.empty(), body.getBytes(StandardCharsets.UTF_8));
    }
}
