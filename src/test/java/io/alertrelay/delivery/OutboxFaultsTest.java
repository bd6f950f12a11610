package io.alertrelay.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.alert.Severity;
import io.alertrelay.record.Delivery;
import io.alertrelay.watchdog.Stall;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What goes wrong inside the relay, or with its clock, while an outbox sends: no channel ends by it. */
class OutboxFaultsTest extends OutboxRig {
    @Test
    void settlesOnlyWhatIsRecordedAndDoesNotSendItAgainMeanwhile() {
        logFailures.set(1);
        outbox.start();
        offer(1);

        await().until(() -> settled.size() == 1);

        assertThat(pushed).containsExactly("event 1");
        assertThat(recorded).hasSize(1);
    }

    @Test
    void theRecoveryOfAPairIsRecordedAfterItsFiringThoughTheyCouldNotBeStoredTogether() {
        collapse = Collapse.RESOLVED_PAIRS;
        outbox = newOutbox();
        logFailures.set(1);
        outbox.offer(Deliveries.firing(1, CLOCK.instant(), "a", Severity.CRITICAL));
        outbox.offer(Deliveries.recovery(2, CLOCK.instant(), "a", Severity.CRITICAL));

        await().until(() -> settled.size() == 2);

        assertThat(recorded).extracting(s -> s.delivery().offset()).containsExactly(1L, 2L);
    }

    @Test
    void aFaultWhileASettlementIsStoredDoesNotEndTheChannelEither() {
        logFaults.set(1);
        outbox.start();
        offer(1);
        offer(2);

        await().until(() -> settled.size() == 2);

        assertThat(settled).containsExactlyInAnyOrder(1, 2);
    }

    @Test
    void aFaultInsideTheRelayIsRetriedAndDoesNotEndTheChannel() {
        AtomicInteger calls = new AtomicInteger();
        push = delivery -> {
            if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException("a bug");
            }
            return TAKEN;
        };
        outbox = newOutbox();
        outbox.start();
        offer(1);

        await().until(() -> settled.size() == 1);

        assertThat(calls).hasValue(2);
    }

    @Test
    void withoutAThreadForAnAttemptItIsMadeAgainAndTheChannelGoesOn() {
        AtomicInteger refusals = new AtomicInteger(3);
        senders = task -> {
            if (refusals.getAndDecrement() > 0) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            pool.execute(task);
        };
        outbox.start();
        IntStream.range(1, 5).forEach(this::offer);

        await().until(() -> settled.size() == 4);

        assertThat(refusals).hasNegativeValue();
        assertThat(outbox.status().inFlight()).isZero();
    }

    @Test
    void whileNoThreadCanBeHadTheDispatcherCountsAsStopped() {
        AtomicInteger refusals = new AtomicInteger();
        senders = task -> {
            refusals.incrementAndGet();
            throw new OutOfMemoryError("unable to create native thread");
        };
        outbox.start();
        offer(1);
        await().until(() -> refusals.get() > 1);

        pass(Duration.ofSeconds(30));
        assertThat(watchdog.stalls()).extracting(Stall::stage).containsExactly("dispatcher of payments");

        senders = pool;
        await().until(() -> settled.size() == 1);
        watchdog.look();
        assertThat(watchdog.stalls()).isEmpty();
    }

    private void pass(Duration time) {
        for (Duration left = time; !left.isZero(); left = left.minusMillis(100)) {
            nanos.addAndGet(Duration.ofMillis(100).toNanos());
            watchdog.look();
        }
    }

    @Test
    void anErrorInAnAttemptIsAFailedAttempt() {
        AtomicInteger calls = new AtomicInteger();
        push = delivery -> {
            if (calls.incrementAndGet() == 1) {
                throw new OutOfMemoryError("Java heap space");
            }
            return TAKEN;
        };
        outbox.start();
        offer(1);

        await().until(() -> settled.size() == 1);

        assertThat(calls).hasValue(2);
        assertThat(outbox.status().inFlight()).isZero();
    }

    @Test
    void anErrorOfWhoeverListensEndsNoChannelAndTakesNoPlace() {
        script.addAll(List.of(WRONG_KEY, DOWN));
        listener = new OutboxListener() {
            @Override
            public void settled(Settlement settlement, long receipts) {
                throw new OutOfMemoryError("while it is told");
            }

            @Override
            public void attempted(Delivery delivery, Attempt attempt) {
                throw new StackOverflowError("while it is told");
            }

            @Override
            public void changed(String channel, ChannelState before, ChannelState now) {
                throw new IllegalStateException("while it is told");
            }
        };
        outbox.start();
        IntStream.range(1, 5).forEach(this::offer);

        await().until(() -> settled.size() == 4);

        await().until(() -> outbox.status().inFlight() == 0);
        assertThat(outbox.status().waiting()).isZero();
    }

    @Test
    void whoeverListensIsNotToldWithTheLockHeldSoASlowLogDelaysNoOffer() throws Exception {
        CountDownLatch written = new CountDownLatch(1);
        CountDownLatch writing = new CountDownLatch(1);
        listener = new OutboxListener() {
            @Override
            public void settled(Settlement settlement, long receipts) {
                writing.countDown();
                awaitUninterruptibly(written);
            }
        };
        outbox.start();
        offer(1);
        writing.await();

        offer(2);
        await().until(() -> pushed.size() == 2 && outbox.status().waiting() == 2);

        written.countDown();
        await().until(() -> settled.size() == 2);
    }

    @Test
    void aWallClockThatIsSetBackAnHourSilencesNoChannel() {
        script.addAll(List.of(WRONG_KEY, DOWN, WRONG_KEY));
        outbox.start();
        offer(1);
        await().until(() -> states.contains("held"));

        wall.advance(Duration.ofHours(-1));
        IntStream.range(2, 20).forEach(this::offer);

        await().until(() -> settled.size() == 19);
    }

    @Test
    void whatPeopleReadOfAChannelIsByTheWallClock() {
        push = delivery -> WRONG_KEY;
        outbox.start();
        wall.advance(Duration.ofDays(-100));
        offer(1);

        await().until(() -> outbox.status().state().faultSince().isPresent());

        assertThat(outbox.status().state().faultSince().orElseThrow())
                .isBetween(wall.instant().minusSeconds(60), wall.instant());
        assertThat(outbox.status().lastFault().orElseThrow().at()).isEqualTo(wall.instant());
    }
}
