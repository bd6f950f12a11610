package io.alertrelay.delivery;

import static io.alertrelay.delivery.Deliveries.firing;
import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.alert.Severity;
import io.alertrelay.flashduty.Answer;
import io.alertrelay.testing.SteppedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * How soon the few that matter get through when all come at once, without threads; at Flashduty's limit of the channel.
 */
class StormTest {
    private static final int ALERTS = 10_000;
    private static final int MARKED = ALERTS / 100;
    private static final int PER_MINUTE = 1_000;
    private static final double MOST = 1.2;

    private final SteppedClock clock = new SteppedClock();
    private final Instant begin = clock.instant();
    private final Schedule schedule = schedule();

    @Test
    void theCriticalsOfAStormTakeHardlyLongerThanTheyWouldAlone() {
        storm(Severity.CRITICAL, Severity.INFO);

        assertThat(untilTheLastMarkedOneIsSent()).isBetween(alone(), longest());
    }

    @Test
    void theyDoSoTooWhereTheAgeingTurnGoesToABacklogOfOldOnes() {
        for (int i = 0; i < 1_000; i++) {
            offer(ALERTS + i, "old", Severity.INFO, begin.minus(Waiting.LONG));
        }
        storm(Severity.CRITICAL, Severity.INFO);

        assertThat(untilTheLastMarkedOneIsSent()).isBetween(alone(), longest());
    }

    @Test
    void inTheOrderOfArrivalTheSameOnesTakeAHundredTimesLonger() {
        storm(Severity.INFO, Severity.INFO);

        assertThat(untilTheLastMarkedOneIsSent()).isBetween(alone().multipliedBy(100), alone().multipliedBy(125));
    }

    private void storm(Severity marked, Severity rest) {
        for (int i = 1; i <= ALERTS; i++) {
            boolean mark = i % (ALERTS / MARKED) == 0;
            offer(i, mark ? "marked" : "rest", mark ? marked : rest, begin);
        }
    }

    private void offer(int offset, String word, Severity severity, Instant receivedAt) {
        schedule.offer(firing(offset, receivedAt, word + offset, severity), false, clock.instant());
    }

    /** Flashduty answers at once, so that the rate alone decides. */
    private Duration untilTheLastMarkedOneIsSent() {
        int left = MARKED;
        while (left > 0) {
            NextStep turn = schedule.next(clock.instant());
            if (turn instanceof NextStep.Rest rest) {
                clock.advance(Duration.between(clock.instant(), rest.until()));
                continue;
            }
            QueuedDelivery sent = ((NextStep.Send) turn).queued();
            schedule.answered(sent, new Answer.Delivered(Optional.empty()), clock.instant());
            schedule.settled(sent);
            left -= sent.delivery().alertKey().contains("marked") ? 1 : 0;
        }
        return Duration.between(begin, clock.instant());
    }

    /** What the rate alone needs for the marked ones. */
    private Duration alone() {
        Pace pace = channelPace();
        Instant last = begin;
        for (int i = 0; i < MARKED; i++) {
            last = pace.take(begin);
        }
        return Duration.between(begin, last);
    }

    private Duration longest() {
        return Duration.ofMillis((long) (alone().toMillis() * MOST));
    }

    private static Pace channelPace() {
        return new Pace(PER_MINUTE, Duration.ofMinutes(1));
    }

    private Schedule schedule() {
        Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1), new Random(1));
        RetryPolicy policy =
                new RetryPolicy(backoff, backoff, backoff, backoff, Duration.ofHours(24), OptionalInt.empty());
        Pace account = new Pace(1_000, Duration.ofSeconds(1));
        return new Schedule(policy, Collapse.REMINDERS, new Throttle(channelPace(), account, 8), clock, () -> false);
    }
}
