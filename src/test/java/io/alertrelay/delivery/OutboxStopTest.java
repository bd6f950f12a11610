package io.alertrelay.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.alert.Severity;
import io.alertrelay.record.Delivery;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** An outbox that is paused, loses its partitions, or is closed. */
class OutboxStopTest extends OutboxRig {
    @Test
    void aPausedChannelIsSentNothingUntilItIsResumedAndThenAllInItsOrder() {
        outbox.pause(new Pause("alice", "", wall.instant(), Optional.empty()));
        outbox.start();
        IntStream.range(0, 20).forEach(this::offer);
        await().until(() -> outbox.status().waiting() == 20);
        wall.advance(Duration.ofDays(100));

        assertThat(outbox.status().state().word()).isEqualTo("paused");
        assertThat(pushed).isEmpty();
        outbox.resume(wall.instant(), "said bob");

        await().until(() -> settled.size() == 20);
        assertThat(settled).isEqualTo(IntStream.range(0, 20).boxed().toList());
        assertThat(outbox.status().state().word()).isEqualTo("running");
    }

    @Test
    void aPauseEndsByItselfHoweverTheWallClockIsSetMeanwhile() {
        outbox.pause(new Pause(
                "alice", "", wall.instant(), Optional.of(wall.instant().plusMillis(300))));
        outbox.pause(new Pause(
                "alice",
                "",
                wall.instant().minusSeconds(9),
                Optional.of(wall.instant().minusSeconds(8))));
        outbox.start();
        wall.advance(Duration.ofHours(-1));
        offer(1);

        await().until(() -> settled.size() == 1);
    }

    @Test
    void aShorterPauseThatIsOverWhenItIsReadEndsTheOneBefore() {
        outbox.pause(new Pause("alice", "", wall.instant().minusSeconds(60), Optional.empty()));
        outbox.pause(new Pause(
                "bob",
                "",
                wall.instant().minusSeconds(3),
                Optional.of(wall.instant().minusSeconds(2))));
        outbox.start();
        offer(1);

        await().until(() -> settled.size() == 1);
        assertThat(outbox.status().state().word()).isEqualTo("running");
    }

    @Test
    void aWallClockThatLeapsForwardEndsNoPauseAndItsEndIsShownByThatClock() {
        outbox.pause(new Pause(
                "alice", "", wall.instant(), Optional.of(wall.instant().plusSeconds(3_600))));
        outbox.start();
        offer(1);
        wall.advance(Duration.ofDays(1));

        assertThat(outbox.status().state())
                .isInstanceOfSatisfying(
                        ChannelState.Paused.class,
                        paused -> assertThat(paused.pause().until().orElseThrow())
                                .isBetween(
                                        wall.instant().plusSeconds(3_000),
                                        wall.instant().plusSeconds(3_600)));
        assertThat(pushed).isEmpty();
    }

    @Test
    void aChannelThatIsWithdrawnLeavesItsFaultBehind() {
        push = delivery -> WRONG_KEY;
        outbox = newOutbox();
        outbox.start();
        offer(1);
        await().until(() -> states.contains("held"));

        outbox.withdraw(0);

        assertThat(outbox.status().state()).isInstanceOf(ChannelState.Running.class);
    }

    @Test
    void aChannelThatIsWithdrawnLeavesItsFaultBehindWhenItsLastReceiptIsStoredAtLast() {
        push = delivery -> delivery.offset() == 1 ? TAKEN : WRONG_KEY;
        logFailures.set(Integer.MAX_VALUE);
        outbox.start();
        offer(1);
        await().until(() -> outbox.status().recording() == 1);
        offer(2);
        await().until(() -> states.contains("held"));

        outbox.withdraw(0, Duration.ofDays(1), Duration.ofMillis(1));
        logFailures.set(0);
        await().until(() -> settled.contains(1));

        await().until(() -> outbox.status().state() instanceof ChannelState.Running);
        assertThat(states).as("nothing got through").doesNotContain("running");
    }

    @Test
    void withdrawnDeliveriesAreNotSentAndTheOneInFlightEndsFirst() throws Exception {
        CountDownLatch sending = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        push = delivery -> {
            pushed.add(new String(delivery.event(), StandardCharsets.UTF_8));
            sending.countDown();
            awaitUninterruptibly(answered);
            return TAKEN;
        };
        outbox = newOutbox();
        outbox.start();
        offer(1);
        offer(2);
        sending.await();
        Thread withdrawal = new Thread(() -> outbox.withdraw(0));
        withdrawal.start();
        await().until(() -> withdrawal.getState() == Thread.State.TIMED_WAITING);

        answered.countDown();
        withdrawal.join();
        outbox.offer(Deliveries.delivery(1, 3, CLOCK.instant()));
        await().until(() -> settled.contains(3));

        assertThat(pushed).containsExactly("event 1", "event 3");
    }

    @Test
    void aWithdrawalThatIsCancelledDropsNothingThatIsOfferedAfterThat() throws Exception {
        CountDownLatch sending = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        push = delivery -> {
            sending.countDown();
            awaitUninterruptibly(answered);
            return TAKEN;
        };
        outbox.start();
        offer(1);
        sending.await();
        Thread withdrawal = new Thread(() -> outbox.withdraw(0));
        withdrawal.start();
        await().until(() -> withdrawal.getState() == Thread.State.TIMED_WAITING);

        whileLocked.add(() -> {
            // Signalled before it is interrupted, so that its wait ends as if it were not.
            outbox.resume(CLOCK.instant(), "");
            withdrawal.interrupt();
            offer(2);
        });
        withdrawal.join();
        answered.countDown();

        await().until(() -> settled.contains(2));
    }

    @Test
    void whatIsReadAgainWhileItsReceiptCannotBeStoredIsNotSentAgain() {
        logFailures.set(Integer.MAX_VALUE);
        outbox.start();
        offer(1);
        await().until(() -> outbox.status().recording() == 1);

        outbox.withdraw(0, Duration.ofDays(1), Duration.ofMillis(1));
        offer(1);
        offer(2);
        await().until(() -> pushed.contains("event 2"));
        logFailures.set(0);

        await().until(() -> settled.size() == 2);
        assertThat(pushed).containsExactly("event 1", "event 2");
    }

    @Test
    void theRecoveryOfAPairWhosePartitionIsWithdrawnIsSentOnceMoreUnlessItIsBeingRecorded() {
        collapse = Collapse.RESOLVED_PAIRS;
        outbox = newOutbox();
        logFailures.set(Integer.MAX_VALUE);
        Delivery firing = Deliveries.firing(1, CLOCK.instant(), "a", Severity.CRITICAL);
        Delivery recovery = Deliveries.recovery(2, CLOCK.instant(), "a", Severity.CRITICAL);
        outbox.offer(firing);
        outbox.offer(recovery);

        outbox.withdraw(0, Duration.ofDays(1), Duration.ofMillis(1));
        outbox.offerAgain(firing);
        outbox.offerAgain(recovery);
        offer(3);
        logFailures.set(0);
        outbox.start();

        await().until(() -> settled.size() == 3);
        assertThat(outbox.status().waiting()).isZero();
        assertThat(pushed)
                .as("the firing may have been sent by another relay meanwhile")
                .containsExactlyInAnyOrder("event 2", "event 3");
        assertThat(recorded).extracting(s -> s.delivery().offset()).containsExactlyInAnyOrder(1L, 2L, 3L);
    }

    @Test
    void aPairThatIsBeingRecordedWhenItsPartitionIsWithdrawnIsRecordedAsAWhole() throws Exception {
        collapse = Collapse.RESOLVED_PAIRS;
        outbox = newOutbox();
        logFailures.set(Integer.MAX_VALUE);
        outbox.offer(Deliveries.firing(1, CLOCK.instant(), "a", Severity.CRITICAL));
        outbox.offer(Deliveries.recovery(2, CLOCK.instant(), "a", Severity.CRITICAL));
        Thread withdrawal = new Thread(() -> outbox.withdraw(0));
        withdrawal.start();
        await().until(() -> withdrawal.getState() == Thread.State.TIMED_WAITING);

        logFailures.set(0);
        withdrawal.join();

        assertThat(recorded).extracting(s -> s.delivery().offset()).containsExactly(1L, 2L);
    }

    @Test
    void ofAPairWhosePartitionIsLostOnlyWhatIsBeingRecordedIsRecorded() throws Exception {
        collapse = Collapse.RESOLVED_PAIRS;
        outbox = newOutbox();
        logFailures.set(Integer.MAX_VALUE);
        outbox.offer(Deliveries.firing(1, CLOCK.instant(), "a", Severity.CRITICAL));
        outbox.offer(Deliveries.recovery(2, CLOCK.instant(), "a", Severity.CRITICAL));
        Thread loss = new Thread(() -> outbox.lose(0));
        loss.start();
        await().until(() -> loss.getState() == Thread.State.TIMED_WAITING);

        logFailures.set(0);
        loss.join();

        assertThat(recorded).extracting(s -> s.delivery().offset()).containsExactly(1L);
    }

    @Test
    void aSecondWithdrawalFindsAnOutboxInOrderWhateverTheFirstLeftInFlight() throws Exception {
        CountDownLatch sending = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        push = delivery -> {
            sending.countDown();
            awaitUninterruptibly(answered);
            return TAKEN;
        };
        outbox = newOutbox();
        outbox.start();
        offer(1);
        sending.await();
        // An interrupt ends the wait for the one in flight at once, as its limit would.
        for (int i = 0; i < 2; i++) {
            Thread.currentThread().interrupt();
            outbox.withdraw(0);
            assertThat(Thread.interrupted()).isTrue();
        }
        answered.countDown();
        offer(2);

        await().until(() -> settled.contains(2));
    }

    @Test
    void closeLetsTheOneInFlightEndAndSendsNothingMore() throws Exception {
        CountDownLatch sending = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        push = delivery -> {
            pushed.add(new String(delivery.event(), StandardCharsets.UTF_8));
            sending.countDown();
            awaitUninterruptibly(answered);
            return TAKEN;
        };
        outbox = newOutbox();
        outbox.start();
        offer(1);
        offer(2);
        sending.await();
        Thread closing = new Thread(outbox::close);
        closing.start();
        await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);
        answered.countDown();
        closing.join();

        assertThat(settled).containsExactly(1);
        assertThat(pushed).containsExactly("event 1");
    }

    @Test
    void whatIsWithdrawnWhileItStopsIsWithdrawnWhenTheOneInFlightHasEnded() throws Exception {
        CountDownLatch sending = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        push = delivery -> {
            sending.countDown();
            awaitUninterruptibly(answered);
            return TAKEN;
        };
        outbox = newOutbox();
        outbox.start();
        offer(1);
        sending.await();
        Thread closing = new Thread(outbox::close);
        closing.start();
        await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);
        Thread withdrawal = new Thread(() -> outbox.withdraw(0));
        withdrawal.start();
        await().until(() -> withdrawal.getState() == Thread.State.TIMED_WAITING
                || withdrawal.getState() == Thread.State.TERMINATED);
        assertThat(withdrawal.isAlive()).isTrue();

        answered.countDown();
        withdrawal.join();
        closing.join();

        assertThat(settled).containsExactly(1);
    }

    @Test
    void aRequestThatWasAbortedIsWaitedForNoMore() throws Exception {
        CountDownLatch sending = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        push = delivery -> {
            sending.countDown();
            awaitUninterruptibly(answered);
            return TAKEN;
        };
        outbox = newOutbox();
        outbox.start();
        offer(1);
        sending.await();
        outbox.finish(Duration.ZERO);
        Thread withdrawal = new Thread(() -> outbox.withdraw(0));
        withdrawal.start();
        await().until(() -> withdrawal.getState() == Thread.State.TIMED_WAITING);

        outbox.aborted();

        await().until(() -> !withdrawal.isAlive());
        answered.countDown();
    }

    @Test
    void whatAFormerOutboxIsStillRecordingIsNotSentAgainAndIsSettledWhenThatHasRecordedIt() {
        formerIsRecording(Deliveries.delivery(1, CLOCK.instant()));

        offer(1);
        offer(2);
        await().until(() -> pushed.contains("event 2"));
        logFailures.set(0);

        await().until(() -> settled.size() == 2 && settledBefore.size() == 1);
        assertThat(pushed).containsExactly("event 1", "event 2");
        assertThat(recorded).hasSize(2);
        assertThat(outbox.status().recording()).isZero();
    }

    @Test
    void aRecoveryIsNotSentBeforeTheFormerOutboxHasRecordedItsFiring() {
        Delivery firing = Deliveries.firing(1, CLOCK.instant(), "k", Severity.CRITICAL);
        formerIsRecording(firing);

        outbox.offer(firing);
        outbox.offer(Deliveries.recovery(2, CLOCK.instant(), "k", Severity.CRITICAL));
        offer(3);
        await().until(() -> pushed.contains("event 3"));
        assertThat(pushed).doesNotContain("event 2");
        logFailures.set(0);

        await().until(() -> pushed.contains("event 2"));
        assertThat(recorded.get(0).delivery().offset()).isEqualTo(1);
        assertThat(pushed).containsExactly("event 1", "event 3", "event 2");
    }

    @Test
    void whatTheFormerOutboxHasRecordedBeforeItIsOfferedIsSettledAtOnce() {
        formerIsRecording(Deliveries.delivery(1, CLOCK.instant()));
        logFailures.set(0);
        await().until(() -> settled.contains(1));

        offer(1);

        await().until(() -> settledBefore.contains(1));
        assertThat(pushed).containsExactly("event 1");
    }

    @Test
    void whatTheFormerOutboxIsRecordingIsShownAsAnswered() {
        Delivery delivery = Deliveries.delivery(1, CLOCK.instant());
        formerIsRecording(delivery);

        offer(1);

        assertThat(outbox.whereabouts(Set.of(delivery.id())))
                .containsExactly(Map.entry(delivery.id(), new WaitingState.InFlight(0, true)));
    }

    @Test
    void whatTwoOutboxesAgoIsStillRecordingIsNotSentAgainEither() {
        formerIsRecording(Deliveries.delivery(1, CLOCK.instant()));
        succeed();

        offer(1);
        offer(2);
        await().until(() -> pushed.contains("event 2"));
        succeed();
        offer(1);
        logFailures.set(0);

        await().until(() -> settledBefore.size() == 2);
        assertThat(pushed).containsExactly("event 1", "event 2");
    }

    /** An outbox sent it and ended before that could be recorded; another one follows. */
    private void formerIsRecording(Delivery delivery) {
        logFailures.set(Integer.MAX_VALUE);
        outbox.start();
        outbox.offer(delivery);
        await().until(() -> outbox.status().recording() == 1);
        succeed();
    }

    private void succeed() {
        outbox.finish(Duration.ZERO);
        former = outbox.unrecorded();
        outbox = newOutbox();
        outbox.start();
    }

    @Test
    void whatComesWhileItStopsIsLeftToWhoeverDeliversNext() throws Exception {
        CountDownLatch sending = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        push = delivery -> {
            sending.countDown();
            awaitUninterruptibly(answered);
            return TAKEN;
        };
        outbox = newOutbox();
        outbox.start();
        outbox.offer(Deliveries.firing(1, CLOCK.instant(), "a", Severity.CRITICAL));
        sending.await();
        Thread closing = new Thread(outbox::close);
        closing.start();
        await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);

        outbox.offer(Deliveries.firing(2, CLOCK.instant(), "a", Severity.CRITICAL));
        outbox.offer(Deliveries.firing(3, CLOCK.instant(), "a", Severity.CRITICAL));
        outbox.overtaken(Deliveries.firing(4, CLOCK.instant(), "b", Severity.CRITICAL), "w0-5-7k3m9qxr2ztc5vbn/0");
        answered.countDown();
        closing.join();

        assertThat(recorded)
                .extracting(settlement -> settlement.delivery().offset())
                .containsExactly(1L);
    }
}
