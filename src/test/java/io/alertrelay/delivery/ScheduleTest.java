package io.alertrelay.delivery;

import static io.alertrelay.delivery.Deliveries.delivery;
import static io.alertrelay.delivery.Deliveries.firing;
import static io.alertrelay.delivery.Deliveries.recovery;
import static io.alertrelay.delivery.Deliveries.reminder;
import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.alert.Severity;
import io.alertrelay.delivery.ChannelState.Held;
import io.alertrelay.delivery.ChannelState.HoldReason;
import io.alertrelay.delivery.ChannelState.Running;
import io.alertrelay.delivery.ChannelState.Slowed;
import io.alertrelay.delivery.Settlement.DeadLettered;
import io.alertrelay.delivery.Settlement.Delivered;
import io.alertrelay.delivery.Settlement.GiveUpReason;
import io.alertrelay.flashduty.Answer;
import io.alertrelay.flashduty.AnswerReader;
import io.alertrelay.record.Delivery;
import io.alertrelay.testing.SteppedClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What follows from an answer, and what is sent when, without threads. */
class ScheduleTest {
    private static final Answer DOWN = answer(503, "{\"error\":{\"code\":\"InternalError\",\"message\":\"down\"}}");
    private static final Answer TAKEN = answer(200, "{\"request_id\":\"r1\",\"data\":{}}");
    private static final Answer REFUSED =
            answer(400, "{\"error\":{\"code\":\"InvalidParameter\",\"message\":\"labels\"}}");
    private static final Answer WRONG_KEY =
            answer(401, "{\"error\":{\"code\":\"Unauthorized\",\"message\":\"no such key\"}}");
    private static final Duration MAX_AGE = Duration.ofHours(24);

    private final SteppedClock clock = new SteppedClock();
    private final SteppedClock wall = new SteppedClock();
    private Schedule schedule = schedule(8, OptionalInt.empty());

    @Test
    void takenIsDeliveredAndTheNextOfTheSameAlertGoesOnlyWhenThatIsRecorded() {
        offer(firing(1, now(), "a", Severity.CRITICAL));
        offer(recovery(2, now(), "a", Severity.CRITICAL));
        QueuedDelivery first = sent();

        Settlement end = schedule.answered(first, TAKEN, now()).orElseThrow();

        assertThat(end)
                .isInstanceOfSatisfying(
                        Delivered.class, d -> assertThat(d.requestId()).contains("r1"));
        assertThat(schedule.next(now())).isInstanceOf(NextStep.Idle.class);
        schedule.settled(first);
        assertThat(sent().delivery().offset()).isEqualTo(2);
    }

    @Test
    void whatIsBeingRecordedTakesNoRequestsPlaceButIsBounded() {
        schedule = schedule(1, OptionalInt.empty());
        for (int i = 1; i <= 10; i++) {
            offer(delivery(i, now()));
        }
        List<QueuedDelivery> recorded = new ArrayList<>();
        for (int i = 0; i < Throttle.ENDS; i++) {
            QueuedDelivery next = sent();
            assertThat(schedule.next(now())).as("one request at a time").isInstanceOf(NextStep.Idle.class);
            assertThat(schedule.answered(next, TAKEN, now())).isPresent();
            recorded.add(next);
        }

        assertThat(schedule.next(now())).as("so many may be sent again").isInstanceOf(NextStep.Idle.class);
        assertThat(schedule.inFlight()).isEqualTo(Throttle.ENDS);
        schedule.settled(recorded.get(0));
        assertThat(sent().delivery().offset()).isEqualTo(Throttle.ENDS + 1);
        assertThat(schedule.next(now())).isInstanceOf(NextStep.Idle.class);
    }

    @Test
    void refusedEventsWhoseDeadLettersCannotBeStoredKeepNobodyElsesPlace() {
        schedule = schedule(1, OptionalInt.empty());
        for (int i = 1; i <= Throttle.ENDS + 1; i++) {
            offer(delivery(i, now()));
            schedule.answered(sent(), REFUSED, now());
        }
        offer(delivery(100, now()));

        QueuedDelivery next = sent();

        assertThat(next.delivery().offset()).isEqualTo(100);
        assertThat(schedule.next(now())).as("one request at a time").isInstanceOf(NextStep.Idle.class);
    }

    @Test
    void refusedIsDeadLetteredAtOnceWithTheReplyAndTheChannelRuns() {
        offer(delivery(1, now()));

        Settlement end = schedule.answered(sent(), REFUSED, now()).orElseThrow();

        assertThat(end).isInstanceOfSatisfying(DeadLettered.class, d -> {
            assertThat(d.reason()).isEqualTo(GiveUpReason.REFUSED);
            assertThat(d.cause()).isEqualTo("400 InvalidParameter: labels");
            assertThat(d.history()).hasSize(1);
        });
        assertThat(schedule.state()).isInstanceOf(Running.class);
    }

    @Test
    void aFaultOfTheChannelHoldsItHoweverOldTheEventIs() {
        offer(delivery(1, now().minus(Duration.ofDays(30))));

        assertThat(schedule.answered(sent(), WRONG_KEY, now())).isEmpty();

        assertThat(schedule.state()).isInstanceOfSatisfying(Held.class, held -> {
            assertThat(held.reason()).isEqualTo(HoldReason.CHANNEL);
            assertThat(held.cause()).isEqualTo("401 Unauthorized: no such key");
            assertThat(held.until()).isAfter(now());
        });
        assertThat(schedule.next(now())).isInstanceOf(NextStep.Rest.class);
    }

    @Test
    void aHeldChannelIsProbedWithItsMostSevereThenOldestEventAndOneAtATime() {
        offer(firing(1, now(), "info", Severity.INFO));
        offer(firing(2, now(), "old", Severity.CRITICAL));
        offer(firing(3, now().plusMillis(1), "new", Severity.CRITICAL));
        hold();
        pass(Duration.ofMinutes(1));

        QueuedDelivery probe = sent();

        assertThat(probe.delivery().offset()).isEqualTo(3);
        assertThat(schedule.state().word()).isEqualTo("probing");
        assertThat(schedule.next(now())).isInstanceOf(NextStep.Idle.class);
    }

    @Test
    void probesTakeTurnsSoThatAPoisonedOneCannotHoldTheChannelForEver() {
        offer(firing(1, now(), "a", Severity.CRITICAL));
        offer(firing(2, now(), "b", Severity.INFO));
        hold();
        List<Long> probed = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            pass(Duration.ofMinutes(1));
            QueuedDelivery probe = sent();
            probed.add(probe.delivery().offset());
            schedule.answered(probe, DOWN, now());
        }

        assertThat(probed).containsExactly(2L, 1L, 2L, 1L);
    }

    @Test
    void afterAProbeThatPassesSendingBeginsWithOneAtATimeAndDoubles() {
        for (int i = 1; i <= 10; i++) {
            offer(delivery(i, now()));
        }
        hold();
        pass(Duration.ofMinutes(1));
        QueuedDelivery probe = sent();
        schedule.answered(probe, TAKEN, now());
        schedule.settled(probe);

        assertThat(schedule.state()).isInstanceOf(Running.class);
        List<QueuedDelivery> two = List.of(sent(), sent());
        assertThat(schedule.next(now())).isInstanceOf(NextStep.Idle.class);
        two.forEach(each -> {
            schedule.answered(each, TAKEN, now());
            schedule.settled(each);
        });
        assertThat(allSent()).hasSize(7);
    }

    @Test
    void afterAnOutageARefusedEventDoublesWhatMayBeSentLikeOneThatIsAccepted() {
        for (int i = 1; i <= 10; i++) {
            offer(delivery(i, now()));
        }
        hold();
        pass(Duration.ofMinutes(1));
        QueuedDelivery probe = sent();
        schedule.answered(probe, REFUSED, now());
        schedule.settled(probe);

        assertThat(List.of(sent(), sent())).hasSize(2);
        assertThat(schedule.next(now())).isInstanceOf(NextStep.Idle.class);
    }

    @Test
    void anAlertThatFailsWhileOthersGetThroughRestsAloneLongerAndLonger() {
        offer(firing(1, now(), "poison", Severity.CRITICAL));
        List<Duration> rests = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            offer(delivery(100 + i, now()));
            QueuedDelivery poison = sent();
            QueuedDelivery other = sent();
            take(other);
            schedule.answered(poison, DOWN, now());
            assertThat(schedule.state()).isInstanceOf(Running.class);
            NextStep.Rest rest = (NextStep.Rest) schedule.next(now());
            rests.add(Duration.between(now(), rest.until()));
            pass(Duration.between(now(), rest.until()));
        }

        assertThat(rests.get(0)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
        assertThat(rests.get(4)).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(16));
    }

    @Test
    void whenNothingGetsThroughTheChannelIsHeldAndNoEventIsToBlame() {
        for (int i = 1; i <= 20; i++) {
            offer(delivery(i, now().minus(Duration.ofDays(3))));
        }
        List<QueuedDelivery> inFlight = allSent();
        assertThat(inFlight).hasSize(8);

        inFlight.forEach(
                each -> assertThat(schedule.answered(each, DOWN, now())).isEmpty());

        assertThat(schedule.state())
                .isInstanceOfSatisfying(
                        Held.class, held -> assertThat(held.reason()).isEqualTo(HoldReason.OUTAGE));
        for (int day = 0; day < 1_000; day++) {
            pass(Duration.ofHours(1));
            assertThat(schedule.answered(sent(), DOWN, now())).isEmpty();
        }
        assertThat(schedule.waiting().size()).isEqualTo(20);
    }

    @Test
    void inAnOutageAnAlertThatWasNotTriedYetNeedNotWaitForTheProbesOfTheOthers() {
        offer(firing(1, now(), "a", Severity.INFO));
        schedule.answered(sent(), DOWN, now());
        for (int i = 0; i < 10; i++) {
            pass(Duration.ofMinutes(1));
            schedule.answered(sent(), DOWN, now());
        }
        offer(firing(2, now(), "b", Severity.INFO));
        pass(Schedule.UNTRIED);

        assertThat(sent().delivery().offset()).isEqualTo(2);
    }

    @Test
    void anEventIsGivenUpAtItsMaximumAgeOnlyIfOthersGotThroughBetweenItsFailures() {
        offer(firing(1, now().minus(MAX_AGE), "poison", Severity.CRITICAL));
        Optional<Settlement> end = Optional.empty();
        int failures = 0;
        for (int i = 0; end.isEmpty() && i < 10; i++) {
            offer(delivery(100 + i, now()));
            QueuedDelivery poison = sent();
            take(sent());
            end = schedule.answered(poison, DOWN, now());
            failures++;
            pass(Schedule.CHANCE);
        }

        assertThat(failures).isEqualTo(Schedule.PROOFS);
        assertThat(end.orElseThrow())
                .isInstanceOfSatisfying(
                        DeadLettered.class, d -> assertThat(d.reason()).isEqualTo(GiveUpReason.EXPIRED));
    }

    @Test
    void whatWasOldWhenTheRelayTookItIsTriedForAnHourAllTheSame() {
        offer(firing(1, now().minus(MAX_AGE.multipliedBy(2)), "poison", Severity.CRITICAL));
        Instant offered = now();
        Optional<Settlement> end = Optional.empty();
        for (int i = 0; end.isEmpty() && i < 100; i++) {
            offer(delivery(100 + i, now()));
            QueuedDelivery poison = sent();
            take(sent());
            end = schedule.answered(poison, DOWN, now());
            if (end.isEmpty()) {
                pass(Duration.ofMinutes(2));
            }
        }

        assertThat(end).isPresent();
        assertThat(Duration.between(offered, now())).isGreaterThanOrEqualTo(Schedule.CHANCE);
    }

    @Test
    void whatBecameOldWhileTheChannelWasHeldIsTriedForAnHourAllTheSame() {
        offer(firing(1, now(), "poison", Severity.CRITICAL));
        offer(firing(2, now(), "other", Severity.WARNING));
        hold();
        pass(MAX_AGE.plusHours(1));
        take(sent());
        Instant over = now();
        Optional<Settlement> end = Optional.empty();
        for (int i = 0; end.isEmpty() && i < 2_000; i++) {
            offer(delivery(100 + i, now()));
            for (QueuedDelivery each : allSent()) {
                if (each.delivery().offset() == 1) {
                    end = schedule.answered(each, DOWN, now());
                } else {
                    take(each);
                }
            }
            pass(Duration.ofSeconds(3));
        }

        assertThat(end).isPresent();
        assertThat(Duration.between(over, now())).isGreaterThanOrEqualTo(Schedule.CHANCE);
    }

    @Test
    void whatWaitedForTheEndOfAPauseIsNoOlderThanThat() {
        offer(firing(1, now(), "poison", Severity.CRITICAL));
        pass(MAX_AGE.plusHours(1));
        schedule.resumed(now());
        for (int i = 0; i < 2 * Schedule.PROOFS; i++) {
            offer(delivery(100 + i, now()));
            QueuedDelivery poison = sent();
            take(sent());

            assertThat(schedule.answered(poison, DOWN, now())).isEmpty();
            pass(Duration.ofMinutes(2));
        }
    }

    @Test
    void aProbeThatIsAskedForIsMadeAtOnce() {
        offer(delivery(1, now()));
        schedule.answered(sent(), WRONG_KEY, now());
        assertThat(schedule.next(now())).isInstanceOf(NextStep.Rest.class);

        assertThat(schedule.probeNow(now())).isTrue();

        assertThat(sent().probe()).isTrue();
    }

    @Test
    void aProbeThatIsAskedForAndPassesEndsThePauseThatAnAnswerAskedFor() {
        offer(delivery(1, now()));
        schedule.answered(sent(), down(600), now());
        schedule.probeNow(now());
        take(sent());
        pass(Duration.ofMillis(1));
        offer(delivery(2, now()));

        schedule.answered(sent(), DOWN, now());

        NextStep.Rest next = (NextStep.Rest) schedule.next(now());
        assertThat(next.until()).isBeforeOrEqualTo(now().plusSeconds(15));
    }

    @Test
    void aProbeThatPassesEndsTheRestsThatTheAnswersBeforeTheHoldAskedFor() {
        for (int i = 1; i <= 3; i++) {
            offer(delivery(i, now()));
        }
        allSent().forEach(each -> schedule.answered(each, down(300), now()));
        assertThat(schedule.state()).isInstanceOf(Held.class);
        schedule.probeNow(now());

        take(sent());

        assertThat(allSent()).hasSize(2);
    }

    @Test
    void aProbeThatPassesEndsTheRestOfTheRateThatAnAnswerAskedFor() {
        offer(delivery(1, now()));
        offer(delivery(2, now()));
        List<QueuedDelivery> together = allSent();
        pass(Duration.ofMillis(1));
        schedule.answered(together.get(0), WRONG_KEY, now());
        schedule.answered(together.get(1), tooFast(600), now());
        schedule.probeNow(now());

        take(sent());

        assertThat(schedule.part(now())).isEqualTo(0.5);
        pass(Duration.ofMinutes(1));
        assertThat(schedule.part(now())).isEqualTo(1);
    }

    @Test
    void whatWasAskedForBeforeAProbeIsOrderedDoesNotDelayIt() {
        for (int i = 1; i <= 3; i++) {
            offer(delivery(i, now()));
        }
        List<QueuedDelivery> together = allSent();
        schedule.answered(together.get(0), WRONG_KEY, now());
        schedule.answered(together.get(1), tooFast(300), now());
        schedule.probeNow(now());

        schedule.answered(together.get(2), DOWN, now());

        assertThat(sent().probe()).isTrue();
    }

    @Test
    void whatIsAskedForAfterAProbeIsOrderedDelaysIt() {
        for (int i = 1; i <= 2; i++) {
            offer(delivery(i, now()));
        }
        List<QueuedDelivery> together = allSent();
        schedule.answered(together.get(0), WRONG_KEY, now());
        schedule.probeNow(now());
        Instant asked = now().plusSeconds(300);

        schedule.answered(together.get(1), down(300), now());

        assertThat(schedule.next(now())).isEqualTo(new NextStep.Rest(asked));
    }

    @Test
    void whatFailsWhileOthersGetThroughDoesNotRestForAsLongAsItsAnswerAskedFor() {
        for (int i = 1; i <= 4; i++) {
            offer(delivery(i, now()));
        }
        List<QueuedDelivery> together = allSent();
        pass(Duration.ofMillis(1));
        schedule.answered(together.get(0), down(300), now());
        take(together.get(1));
        schedule.answered(together.get(2), down(300), now());
        take(together.get(3));

        pass(Duration.ofSeconds(1));

        assertThat(allSent()).containsExactlyInAnyOrder(together.get(0), together.get(2));
    }

    @Test
    void whatFailedAloneRestsForAsLongAsItsAnswerAskedForUntilAnotherGetsThrough() {
        poisonFailsAlone();
        pass(Duration.ofSeconds(1));
        QueuedDelivery poison = sent();
        Instant asked = now().plusSeconds(300);

        schedule.answered(poison, down(300), now());

        assertThat(schedule.next(now())).isEqualTo(new NextStep.Rest(asked));
        offer(firing(3, now(), "third", Severity.INFO));
        take(sent());
        assertThat(schedule.next(now()))
                .isInstanceOfSatisfying(
                        NextStep.Rest.class,
                        rest -> assertThat(Duration.between(now(), rest.until()))
                                .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2)));
        pass(Duration.ofSeconds(2));
        assertThat(sent()).isSameAs(poison);
    }

    @Test
    void anAlertThatIsKnownToFailAloneDelaysNoneThatComesWhenItAloneIsLeft() {
        poisonFailsAlone();
        pass(Duration.ofSeconds(1));
        schedule.answered(sent(), DOWN, now());
        pass(Duration.ofSeconds(2));

        assertThat(schedule.answered(sent(), down(600), now())).isEmpty();

        assertThat(schedule.state()).isInstanceOf(Running.class);
        offer(firing(3, now(), "third", Severity.INFO));
        schedule.answered(sent(), WRONG_KEY, now());
        assertThat(schedule.state().nextAttempt().orElseThrow())
                .as("what it asked for says nothing about the channel")
                .isBeforeOrEqualTo(now().plusSeconds(5));
    }

    @Test
    void whatAProbeThatIsKnownToFailAloneIsAnsweredDelaysNoOtherOnceTheChannelWorksAgain() {
        poisonFailsAlone();
        pass(Duration.ofSeconds(1));
        schedule.answered(sent(), down(600), now());
        offer(firing(3, now(), "third", Severity.INFO));
        QueuedDelivery third = sent();
        schedule.answered(third, DOWN, now());
        assertThat(schedule.state()).isInstanceOf(Held.class);
        pass(Duration.ofSeconds(2));
        QueuedDelivery probe = sent();
        assertThat(probe).isNotSameAs(third);

        schedule.answered(probe, down(600), now());

        // Each has been probed once: the more severe is first.
        pass(Duration.ofSeconds(10));
        schedule.answered(sent(), down(600), now());
        pass(Duration.ofSeconds(10));
        assertThat(sent()).isSameAs(third);
    }

    @Test
    void anOutageIsSeenThoughTheOnlyOtherAlertIsKnownToFailAlone() {
        poisonFailsAlone();
        for (int i = 0; i < 2; i++) {
            pass(Duration.ofSeconds(2));
            schedule.answered(sent(), DOWN, now());
        }
        offer(firing(3, now(), "third", Severity.INFO));

        schedule.answered(sent(), DOWN, now());

        assertThat(schedule.state())
                .isInstanceOfSatisfying(
                        Held.class, held -> assertThat(held.reason()).isEqualTo(HoldReason.OUTAGE));
    }

    @Test
    void alertsThatAreKnownToFailAloneHoldTheChannelIfSoManyFailInARow() {
        for (int i = 1; i <= Schedule.OUTAGE; i++) {
            offer(firing(i, now(), "poison" + i, Severity.INFO));
        }
        for (int i = 0; i < 2 * Schedule.OUTAGE; i++) {
            offer(delivery(100 + i, now()));
            answerAllOfPoison(DOWN);
            pass(Duration.ofMinutes(1));
        }
        assertThat(schedule.state()).as("each is known").isInstanceOf(Running.class);

        answerAllOfPoison(DOWN);

        assertThat(schedule.state())
                .isInstanceOfSatisfying(
                        Held.class, held -> assertThat(held.reason()).isEqualTo(HoldReason.OUTAGE));
    }

    /** Another one got through while it was tried. */
    private void poisonFailsAlone() {
        offer(firing(1, now(), "poison", Severity.CRITICAL));
        offer(firing(2, now(), "other", Severity.INFO));
        QueuedDelivery poison = sent();
        take(sent());
        pass(Duration.ofMillis(1));
        schedule.answered(poison, DOWN, now());
    }

    @Test
    void anAnswerThatRequestsAreTooFrequentDoesNotProveThatOthersGetThrough() {
        schedule = schedule(8, OptionalInt.of(3));
        Answer tooFast = new AnswerReader(wall).read(429, Optional.empty(), new byte[0]);
        offer(firing(1, now(), "a", Severity.CRITICAL));
        offer(firing(2, now(), "b", Severity.CRITICAL));
        for (int i = 0; i < 500; i++) {
            NextStep turn = schedule.next(now());
            if (turn instanceof NextStep.Send send) {
                boolean a = send.queued().delivery().offset() == 1;
                assertThat(schedule.answered(send.queued(), a ? DOWN : tooFast, now()))
                        .isEmpty();
            } else {
                pass(Duration.ofSeconds(1));
            }
        }
    }

    @Test
    void anEventIsGivenUpAfterItsMaximumOfAttempts() {
        schedule = schedule(8, OptionalInt.of(6));
        offer(firing(1, now(), "poison", Severity.CRITICAL));
        Optional<Settlement> end = Optional.empty();
        for (int i = 0; end.isEmpty() && i < 10; i++) {
            offer(delivery(100 + i, now()));
            QueuedDelivery poison = sent();
            take(sent());
            end = schedule.answered(poison, DOWN, now());
            pass(Duration.ofMinutes(2));
        }

        assertThat(end.orElseThrow()).isInstanceOfSatisfying(DeadLettered.class, d -> {
            assertThat(d.reason()).isEqualTo(GiveUpReason.ATTEMPTS);
            assertThat(d.attempts().count()).isEqualTo(6);
        });
    }

    @Test
    void tooFastSlowsTheChannelForAsLongAsAskedIsNobodysFaultAndRecoversByItself() {
        for (int i = 1; i <= 8; i++) {
            offer(delivery(i, now().minus(Duration.ofDays(30))));
        }
        List<QueuedDelivery> together = allSent();
        Answer tooFast = new AnswerReader(wall).read(429, Optional.of("90"), new byte[0]);

        together.forEach(
                each -> assertThat(schedule.answered(each, tooFast, now())).isEmpty());

        assertThat(schedule.state()).isInstanceOfSatisfying(Slowed.class, slowed -> {
            assertThat(slowed.until()).isEqualTo(now().plusSeconds(90));
            assertThat(slowed.failures()).isEqualTo(1);
        });
        assertThat(schedule.part(now())).isEqualTo(0.5);
        assertThat(schedule.next(now())).isEqualTo(new NextStep.Rest(now().plusSeconds(90)));
        pass(Duration.ofSeconds(90));
        take(sent());
        assertThat(schedule.state()).isInstanceOf(Running.class);
        assertThat(schedule.part(now()))
                .as("restored from the end of the rest on")
                .isEqualTo(0.5);
        pass(Duration.ofMinutes(1));
        assertThat(schedule.part(now())).isEqualTo(1);
    }

    @Test
    void anotherAnswerThatRequestsAreTooFrequentAfterTheRestHalvesTheRateAgain() {
        for (int i = 1; i <= 5; i++) {
            // One that is too fast twice rests until others have had their turn.
            offer(delivery(i, now()));
        }
        for (double part : List.of(0.5, 0.25, 0.125, 1.0 / 16, 1.0 / 16)) {
            schedule.answered(sent(), tooFast(90), now());

            pass(Duration.ofSeconds(90));
            assertThat(schedule.part(now())).isEqualTo(part);
        }
    }

    @Test
    void aFaultOfTheChannelDoesNotShortenThePauseThatWasAskedFor() {
        offer(delivery(1, now()));
        offer(delivery(2, now()));
        List<QueuedDelivery> together = allSent();
        Instant asked = now().plusSeconds(300);

        schedule.answered(together.get(0), tooFast(300), now());
        schedule.answered(together.get(1), WRONG_KEY, now());

        assertThat(schedule.state()).isInstanceOf(Held.class);
        assertThat(schedule.next(now())).isEqualTo(new NextStep.Rest(asked));
    }

    @Test
    void aHeldChannelIsNotProbedBeforeAnotherAnswerOfTheSameMomentAllowsIt() {
        offer(delivery(1, now()));
        offer(delivery(2, now()));
        List<QueuedDelivery> together = allSent();
        Instant asked = now().plusSeconds(300);

        schedule.answered(together.get(0), WRONG_KEY, now());
        schedule.answered(together.get(1), tooFast(300), now());

        assertThat(schedule.state()).isInstanceOf(Held.class);
        assertThat(schedule.next(now())).isEqualTo(new NextStep.Rest(asked));
        pass(Duration.ofSeconds(300));
        schedule.answered(sent(), WRONG_KEY, now());
        NextStep.Rest next = (NextStep.Rest) schedule.next(now());
        assertThat(next.until()).isBeforeOrEqualTo(now().plusSeconds(60));
    }

    @Test
    void inAnOutageAnAlertThatWasNotTriedYetWaitsForAsLongAsAnAnswerAskedFor() {
        offer(delivery(1, now()));
        Instant asked = now().plusSeconds(300);
        schedule.answered(sent(), down(300), now());
        assertThat(schedule.state()).isInstanceOf(Held.class);
        offer(delivery(2, now()));
        pass(Schedule.UNTRIED);

        assertThat(schedule.next(now())).isEqualTo(new NextStep.Rest(asked));
    }

    @Test
    void aChannelThatIsHeldByTheFailuresOfOthersIsNotProbedBeforeTheFirstAllowsIt() {
        for (int i = 1; i <= 3; i++) {
            offer(delivery(i, now()));
        }
        List<QueuedDelivery> together = allSent();
        Instant asked = now().plusSeconds(300);

        schedule.answered(together.get(0), down(300), now());
        schedule.answered(together.get(1), DOWN, now());
        schedule.answered(together.get(2), DOWN, now());

        assertThat(schedule.state()).isInstanceOf(Held.class);
        assertThat(schedule.next(now())).isEqualTo(new NextStep.Rest(asked));
    }

    @Test
    void aHeldChannelIsNotProbedBeforeAnUnavailableServerOfTheSameMomentAllowsIt() {
        offer(delivery(1, now()));
        offer(delivery(2, now()));
        List<QueuedDelivery> together = allSent();
        Instant asked = now().plusSeconds(300);

        schedule.answered(together.get(0), WRONG_KEY, now());
        schedule.answered(together.get(1), down(300), now());

        assertThat(schedule.state()).isInstanceOf(Held.class);
        assertThat(schedule.next(now())).isEqualTo(new NextStep.Rest(asked));
    }

    @Test
    void whatAnAnswerAskedForWhileOthersGotThroughProlongsNoHold() {
        for (int i = 1; i <= 4; i++) {
            offer(delivery(i, now()));
        }
        List<QueuedDelivery> together = allSent();
        schedule.answered(together.get(0), down(300), now());
        take(together.get(1));
        schedule.answered(together.get(2), down(300), now());

        schedule.answered(together.get(3), WRONG_KEY, now());

        assertThat(schedule.state()).isInstanceOf(Held.class);
        NextStep.Rest next = (NextStep.Rest) schedule.next(now());
        assertThat(next.until()).isBeforeOrEqualTo(now().plusSeconds(5));
    }

    @Test
    void whatGetsThroughThatWasSentBeforeShortensNoPauseThatWasAskedFor() {
        for (int i = 1; i <= 3; i++) {
            offer(delivery(i, now()));
        }
        List<QueuedDelivery> together = allSent();
        pass(Duration.ofMillis(1));
        Instant asked = now().plusSeconds(300);
        schedule.answered(together.get(0), tooFast(300), now());
        take(together.get(1));

        schedule.answered(together.get(2), WRONG_KEY, now());

        assertThat(schedule.state()).isInstanceOf(Held.class);
        assertThat(schedule.next(now())).isEqualTo(new NextStep.Rest(asked));
    }

    private Answer down(int retryAfter) {
        return new AnswerReader(wall).read(503, Optional.of(Integer.toString(retryAfter)), new byte[0]);
    }

    private Answer tooFast(int retryAfter) {
        return new AnswerReader(wall).read(429, Optional.of(Integer.toString(retryAfter)), new byte[0]);
    }

    @Test
    void aChannelThatIsTooFastAndUnavailableInTurnsFailsSinceTheFirstAnswerAndRestsLongerAndLonger() {
        Answer tooFast = new AnswerReader(wall).read(429, Optional.empty(), new byte[0]);
        offer(delivery(1, now()));
        Instant first = now();
        int sent = 0;
        while (now().isBefore(first.plus(Duration.ofMinutes(15)))) {
            if (schedule.next(now()) instanceof NextStep.Send send) {
                schedule.answered(send.queued(), sent++ % 2 == 0 ? tooFast : DOWN, now());
                assertThat(schedule.state().faultSince()).contains(first);
                assertThat(schedule.state().failures()).isEqualTo(sent);
            }
            pass(Duration.ofSeconds(1));
        }
        assertThat(sent).isBetween(15, 60);

        pass(Duration.ofMinutes(2));
        take(sent());

        assertThat(schedule.state()).isInstanceOf(Running.class);
    }

    @Test
    void anEventThatIsAlwaysTooFastDoesNotKeepTheOthersFromTheirTurn() {
        Answer tooFast = new AnswerReader(wall).read(429, Optional.of("1"), new byte[0]);
        schedule = schedule(1, OptionalInt.empty());
        offer(firing(1, now(), "poison", Severity.CRITICAL));
        offer(firing(2, now(), "other", Severity.INFO));
        for (int i = 0; i < 2; i++) {
            QueuedDelivery poison = sent();
            assertThat(poison.delivery().offset()).isEqualTo(1);
            schedule.answered(poison, tooFast, now());
            pass(Duration.ofSeconds(1));
        }
        pass(Duration.ofMillis(500));

        QueuedDelivery next = sent();

        assertThat(next.delivery().offset()).isEqualTo(2);
        take(next);
        pass(Duration.ofMinutes(2));
        assertThat(sent().delivery().offset()).isEqualTo(1);
    }

    @Test
    void anEventThatAloneIsAnsweredAsAFaultOfTheChannelHoldsItOnceAndThenRestsAlone() {
        offer(firing(1, now(), "poison", Severity.CRITICAL));
        offer(firing(2, now(), "other", Severity.INFO));
        hold();
        pass(Duration.ofMinutes(1));
        take(sent());
        QueuedDelivery poison = sent();
        assertThat(poison.delivery().offset()).isEqualTo(1);

        schedule.answered(poison, WRONG_KEY, now());

        assertThat(schedule.state()).isInstanceOf(Running.class);
        offer(firing(3, now(), "third", Severity.INFO));
        assertThat(sent().delivery().offset()).isEqualTo(3);
    }

    @Test
    void anAlertThatIsKnownToBeAnsweredSoAloneDelaysNoneThatComesWhenItAloneIsLeft() {
        poisonIsKnown();
        pass(Duration.ofSeconds(3));
        assertThat(schedule.answered(sent(), WRONG_KEY, now())).isEmpty();

        assertThat(schedule.state()).isInstanceOf(Running.class);
        offer(firing(3, now(), "third", Severity.INFO));
        assertThat(sent().delivery().offset()).isEqualTo(3);
    }

    @Test
    void theNextEventOfSuchAnAlertDoesNotHoldTheChannelEither() {
        poisonIsKnown();
        offer(recovery(3, now(), "poison", Severity.CRITICAL));
        pass(Duration.ofSeconds(3));
        QueuedDelivery poison = sent();
        schedule.answered(poison, REFUSED, now());
        schedule.settled(poison);
        assertThat(sent().delivery().offset()).isEqualTo(3);

        schedule.answered(schedule.waiting().all().findFirst().orElseThrow(), WRONG_KEY, now());

        assertThat(schedule.state()).isInstanceOf(Running.class);
    }

    @Test
    void anotherAlertThatIsAnsweredSoHoldsTheChannelAllTheSame() {
        poisonIsKnown();
        offer(firing(3, now(), "third", Severity.INFO));

        schedule.answered(sent(), WRONG_KEY, now());

        assertThat(schedule.state()).isInstanceOf(Held.class);
    }

    @Test
    void anOutageIsSeenThoughTheOnlyOtherAlertIsAnsweredAsAFaultOfTheChannel() {
        poisonIsKnown();
        pass(Duration.ofSeconds(3));
        schedule.answered(sent(), WRONG_KEY, now());
        offer(firing(3, now(), "third", Severity.INFO));

        schedule.answered(sent(), DOWN, now());

        assertThat(schedule.state())
                .isInstanceOfSatisfying(
                        Held.class, held -> assertThat(held.reason()).isEqualTo(HoldReason.OUTAGE));
    }

    @Test
    void aWrongKeyHoldsTheChannelThoughItsOnlyAlertFailedAloneForAnotherReason() {
        offer(firing(1, now(), "slow", Severity.CRITICAL));
        offer(firing(2, now(), "other", Severity.INFO));
        QueuedDelivery slow = sent();
        take(sent());
        pass(Duration.ofMillis(1));
        schedule.answered(slow, DOWN, now());
        pass(Duration.ofSeconds(3));

        schedule.answered(sent(), WRONG_KEY, now());

        assertThat(schedule.state()).isInstanceOf(Held.class);
    }

    @Test
    void aWrongKeyHoldsTheChannelThoughOthersGotThroughSinceTheAlertFailedForAnotherReason() {
        offer(firing(1, now(), "slow", Severity.CRITICAL));
        offer(firing(2, now(), "other", Severity.INFO));
        schedule.answered(sent(), DOWN, now());
        pass(Duration.ofMillis(1));
        take(sent());
        pass(Duration.ofSeconds(3));

        schedule.answered(sent(), WRONG_KEY, now());

        assertThat(schedule.state()).isInstanceOf(Held.class);
    }

    @Test
    void alertsThatAreKnownToBeAnsweredSoAloneHoldTheChannelIfSoManyFailInARow() {
        for (int i = 1; i <= Schedule.OUTAGE; i++) {
            offer(firing(i, now(), "poison" + i, Severity.INFO));
        }
        for (int i = 0; i < 2 * Schedule.OUTAGE; i++) {
            offer(delivery(100 + i, now()));
            answerAllOfPoison(WRONG_KEY);
            pass(Duration.ofMinutes(1));
        }
        assertThat(schedule.state()).as("each is known").isInstanceOf(Running.class);

        answerAllOfPoison(WRONG_KEY);

        assertThat(schedule.state())
                .isInstanceOfSatisfying(
                        Held.class, held -> assertThat(held.reason()).isEqualTo(HoldReason.CHANNEL));
    }

    private void answerAllOfPoison(Answer answer) {
        while (schedule.next(now()) instanceof NextStep.Send send) {
            if (send.queued().delivery().offset() <= Schedule.OUTAGE) {
                schedule.answered(send.queued(), answer, now());
            } else {
                take(send.queued());
                pass(Duration.ofMillis(1));
            }
        }
    }

    /** Others got through between two answers to an alert that the channel is at fault. */
    private void poisonIsKnown() {
        offer(firing(1, now(), "poison", Severity.CRITICAL));
        offer(firing(2, now(), "other", Severity.INFO));
        hold();
        pass(Duration.ofMinutes(1));
        take(sent());
        pass(Duration.ofMillis(1));
        assertThat(schedule.answered(sent(), WRONG_KEY, now())).isEmpty();
        assertThat(schedule.state()).isInstanceOf(Running.class);
    }

    @Test
    void whatWasSentBeforeTheFaultAndIsTakenAfterItDoesNotEndTheHold() {
        offer(delivery(1, now()));
        offer(delivery(2, now()));
        QueuedDelivery early = sent();
        QueuedDelivery faulty = sent();
        pass(Duration.ofSeconds(1));
        schedule.answered(faulty, WRONG_KEY, now());

        take(early);

        assertThat(schedule.state()).isInstanceOf(Held.class);
    }

    @Test
    void aWallClockThatIsSetBackKeepsNothingWaitingLonger() {
        offer(delivery(1, now()));
        schedule.answered(sent(), DOWN, now());
        wall.advance(Duration.ofHours(-1));

        NextStep.Rest rest = (NextStep.Rest) schedule.next(now());
        assertThat(Duration.between(now(), rest.until())).isLessThanOrEqualTo(Duration.ofSeconds(1));
        pass(Duration.ofSeconds(1));
        assertThat(sent().delivery().offset()).isEqualTo(1);
    }

    @Test
    void aWallClockThatLeapsForwardNeitherEndsAHoldNorAPauseThatWasAskedFor() {
        offer(delivery(1, now()));
        schedule.answered(sent(), new AnswerReader(wall).read(429, Optional.of("90"), new byte[0]), now());

        wall.advance(Duration.ofDays(2));

        assertThat(schedule.next(now())).isEqualTo(new NextStep.Rest(now().plusSeconds(90)));
    }

    @Test
    void aWallClockThatLeapsForwardMakesNothingExpire() {
        assertThat(endOfOneThatFailsAlone(Duration.ofDays(2))).isEmpty();
    }

    @Test
    void aWallClockThatIsSetBackMakesNothingExpireEarlier() {
        assertThat(endOfOneThatFailsAlone(Duration.ofDays(-2))).isEmpty();
    }

    private Optional<Settlement> endOfOneThatFailsAlone(Duration step) {
        offer(firing(1, wall.instant(), "poison", Severity.CRITICAL));
        wall.advance(step);
        Optional<Settlement> end = Optional.empty();
        for (int i = 0; end.isEmpty() && i < 2 * Schedule.PROOFS; i++) {
            offer(delivery(100 + i, wall.instant()));
            List<QueuedDelivery> both = List.of(sent(), sent());
            QueuedDelivery poison = both.stream()
                    .filter(q -> q.delivery().offset() == 1)
                    .findFirst()
                    .orElseThrow();
            take(both.get(1 - both.indexOf(poison)));
            end = schedule.answered(poison, DOWN, now());
            pass(Duration.ofMinutes(2));
        }
        return end;
    }

    @Test
    void whatTheRelayFailedAtTwiceByABugFreesOnlyOnePlace() {
        schedule = schedule(1, OptionalInt.empty());
        offer(delivery(1, now()));
        offer(delivery(2, now()));
        QueuedDelivery first = sent();
        schedule.answered(first, DOWN, now());

        schedule.failed(first, now());

        assertThat(schedule.inFlight()).isZero();
    }

    @Test
    void anotherThanTheProbeThatTheRelayFailedAtStartsNoSecondProbe() {
        offer(delivery(1, now()));
        offer(delivery(2, now()));
        QueuedDelivery first = sent();
        QueuedDelivery second = sent();
        schedule.answered(first, WRONG_KEY, now());
        assertThat(schedule.probeNow(now())).isTrue();
        assertThat(sent().probe()).isTrue();

        schedule.failed(second, now());

        assertThat(schedule.state().word()).isEqualTo("probing");
        assertThat(schedule.next(now())).isInstanceOf(NextStep.Idle.class);
    }

    @Test
    void anAnswerThatWasLostIsKnownAsSuch() {
        offer(delivery(1, now()));
        schedule.answered(sent(), Answer.lost("SocketTimeoutException"), now());
        pass(Duration.ofMinutes(1));
        schedule.answered(sent(), Answer.notSent("ConnectException"), now());
        pass(Duration.ofMinutes(1));

        Settlement end = schedule.answered(sent(), TAKEN, now()).orElseThrow();

        assertThat(end.attempts().count()).isEqualTo(3);
        assertThat(end.attempts().unanswered()).isEqualTo(1);
    }

    @Test
    void whatIsForgottenTakesTheFaultOfTheChannelWithIt() {
        offer(delivery(1, now()));
        hold();

        schedule.forget(0, now());

        assertThat(schedule.state()).isInstanceOf(Running.class);
        assertThat(schedule.waiting().size()).isZero();
    }

    @Test
    void aChannelThatIsReadAgainIsHeldAsBefore() {
        for (int i = 1; i <= 8; i++) {
            offer(delivery(i, now()));
        }
        hold();
        ChannelState held = schedule.state();

        schedule.forget(0, now());
        pass(Duration.ofSeconds(2));
        for (int i = 1; i <= 8; i++) {
            offer(delivery(i, now()));
        }

        assertThat(schedule.state()).isEqualTo(held);
        pass(Duration.ofMinutes(1));
        assertThat(allSent()).as("probes").hasSize(1);
    }

    @Test
    void aChannelThatIsReadAgainRestsForAsLongAsItWasAskedTo() {
        offer(delivery(1, now()));
        schedule.answered(sent(), tooFast(600), now());
        Instant asked = now().plusSeconds(600);

        schedule.forget(0, now());
        pass(Duration.ofSeconds(2));
        offer(delivery(1, now()));

        assertThat(schedule.next(now())).isEqualTo(new NextStep.Rest(asked));
    }

    @Test
    void aChannelThatWasAnotherRelaysForLongStartsAgain() {
        offer(delivery(1, now()));
        hold();

        schedule.forget(0, now());
        pass(Schedule.LEFT.plusSeconds(1));
        schedule.forget(0, now());
        offer(delivery(1, now()));

        assertThat(schedule.state()).isInstanceOf(Running.class);
        assertThat(sent().probe()).isFalse();
    }

    @Test
    void whoeverSendsToTheSameTargetNextRestsAsWellAndThenSendsAtHalfTheRate() {
        offer(delivery(1, now()));
        schedule.answered(sent(), tooFast(300), now());
        Instant asked = now().plusSeconds(300);

        schedule = next(schedule.slowdown(now()));
        offer(delivery(1, now()));

        assertThat(schedule.next(now())).isEqualTo(new NextStep.Rest(asked));
        pass(Duration.ofSeconds(300));
        assertThat(schedule.slowdown(now()).rest()).isEmpty();
        assertThat(schedule.part(now())).isEqualTo(0.5);
        take(sent());
        assertThat(schedule.state()).isInstanceOf(Running.class);
    }

    @Test
    void whoeverSendsToTheSameTargetAfterThePauseSendsAtTheSameRate() {
        for (int i = 1; i <= 2; i++) {
            offer(delivery(i, now()));
            schedule.answered(sent(), tooFast(300), now());
            pass(Duration.ofSeconds(300));
        }
        pass(Duration.ofSeconds(15));

        schedule = next(schedule.slowdown(now()));

        assertThat(schedule.state()).isInstanceOf(Running.class);
        assertThat(schedule.part(now())).isEqualTo(0.5);
        pass(Duration.ofSeconds(30));
        assertThat(schedule.part(now())).isEqualTo(1);
    }

    @Test
    void whoeverSendsToTheSameTargetLaterIsNotSlowed() {
        offer(delivery(1, now()));
        schedule.answered(sent(), tooFast(300), now());
        Slowdown slowdown = schedule.slowdown(now());
        pass(Duration.ofSeconds(360));

        schedule = next(slowdown);

        assertThat(schedule.state()).isInstanceOf(Running.class);
        assertThat(schedule.part(now())).isEqualTo(1);
    }

    private Schedule next(Slowdown before) {
        Schedule next = schedule(8, OptionalInt.empty());
        next.slowdown(before, now());
        return next;
    }

    @Test
    void noOutageIsSeenBeforeAnAlertThatWaitsForItsTurnIsTried() {
        schedule = schedule(1, OptionalInt.empty());
        offer(firing(1, now(), "a", Severity.CRITICAL));
        QueuedDelivery first = sent();
        offer(reminder(2, now(), "a", Severity.CRITICAL));
        offer(reminder(3, now(), "a", Severity.CRITICAL));
        offer(firing(4, now(), "b", Severity.INFO));

        schedule.answered(first, DOWN, now());

        assertThat(schedule.state()).isInstanceOf(Running.class);
        schedule.answered(sent(), DOWN, now());
        assertThat(schedule.state()).isInstanceOf(Held.class);
    }

    @Test
    void anOutageIsSeenThoughOthersWaitForTheirRecords() {
        offer(delivery(1, now()));
        schedule.answered(sent(), REFUSED, now());
        offer(firing(2, now(), "a", Severity.CRITICAL));
        offer(reminder(3, now(), "a", Severity.CRITICAL));
        pass(Duration.ofMillis(1));
        offer(delivery(4, now()));

        schedule.answered(sent(), DOWN, now());

        assertThat(schedule.state())
                .isInstanceOfSatisfying(
                        Held.class, held -> assertThat(held.reason()).isEqualTo(HoldReason.OUTAGE));
    }

    /** A fault of the channel, shown by an alert of its own that is settled when the channel runs. */
    private void hold() {
        QueuedDelivery first = sent();
        schedule.answered(first, WRONG_KEY, now());
        assertThat(schedule.state()).isInstanceOf(Held.class);
    }

    private void take(QueuedDelivery queued) {
        assertThat(schedule.answered(queued, TAKEN, now())).isPresent();
        schedule.settled(queued);
    }

    private QueuedDelivery sent() {
        NextStep turn = schedule.next(now());
        assertThat(turn).isInstanceOf(NextStep.Send.class);
        return ((NextStep.Send) turn).queued();
    }

    private List<QueuedDelivery> allSent() {
        List<QueuedDelivery> all = new ArrayList<>();
        for (NextStep turn = schedule.next(now()); turn instanceof NextStep.Send send; turn = schedule.next(now())) {
            all.add(send.queued());
        }
        return all;
    }

    private void offer(Delivery delivery) {
        schedule.offer(delivery, false, now());
    }

    private Instant now() {
        return clock.instant();
    }

    private void pass(Duration time) {
        clock.advance(time);
        wall.advance(time);
    }

    private Schedule schedule(int maxInFlight, OptionalInt maxAttempts) {
        Backoff retry = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1), new Random(1));
        Backoff fault = new Backoff(Duration.ofSeconds(5), Duration.ofMinutes(1), new Random(1));
        Pace quick = new Pace(100_000, Duration.ofSeconds(1));
        return new Schedule(
                new RetryPolicy(retry, retry, fault, retry, MAX_AGE, maxAttempts),
                Collapse.REMINDERS,
                new Throttle(quick, new Pace(100_000, Duration.ofSeconds(1)), maxInFlight),
                wall,
                () -> false);
    }

    private static Answer answer(int status, String body) {
        return new AnswerReader(new SteppedClock())
                .read(status, Optional.empty(), body.getBytes(StandardCharsets.UTF_8));
    }
}
