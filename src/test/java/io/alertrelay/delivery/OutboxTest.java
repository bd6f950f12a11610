package io.alertrelay.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.alert.Severity;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What an outbox sends when, and how it ends. */
class OutboxTest extends OutboxRig {
    @Test
    void deliversInTheOrderInWhichItWasOffered() {
        outbox.start();
        IntStream.range(0, 200).forEach(this::offer);

        await().until(() -> settled.size() == 200);

        assertThat(settled).isEqualTo(IntStream.range(0, 200).boxed().toList());
        assertThat(pushed).hasSize(200);
    }

    @Test
    void retriesTheSameBytesAndLetsNothingOfTheSameAlertOvertake() {
        script.addAll(List.of(DOWN, DOWN, DOWN));
        outbox.start();
        outbox.offer(Deliveries.firing(1, CLOCK.instant(), "a", Severity.CRITICAL));
        outbox.offer(Deliveries.recovery(2, CLOCK.instant(), "a", Severity.CRITICAL));

        await().until(() -> settled.size() == 2);

        assertThat(pushed).containsExactly("event 1", "event 1", "event 1", "event 1", "event 2");
        assertThat(recorded.get(0).attempts().count()).isEqualTo(4);
        assertThat(states).containsExactly("held", "running");
    }

    @Test
    void anAlertThatFailsAloneDelaysNoOther() throws Exception {
        push = delivery -> {
            pushed.add(new String(delivery.event(), StandardCharsets.UTF_8));
            return delivery.offset() == 1 ? DOWN : TAKEN;
        };
        outbox.start();
        IntStream.range(1, 50).forEach(this::offer);

        await().until(() -> settled.size() == 48);

        assertThat(settled).doesNotContain(1);
        assertThat(outbox.whereabouts(Set.of("w0-1-7k3m9qxr2ztc5vbn/0/payments")))
                .hasSize(1);
    }

    @Test
    void severalAlertsAreInFlightAtATimeAndOfEachOnlyOne() throws Exception {
        CountDownLatch three = new CountDownLatch(3);
        CountDownLatch answered = new CountDownLatch(1);
        push = delivery -> {
            pushed.add(new String(delivery.event(), StandardCharsets.UTF_8));
            three.countDown();
            awaitUninterruptibly(answered);
            return TAKEN;
        };
        outbox = newOutbox(3, pace(), pace());
        outbox.start();
        outbox.offer(Deliveries.firing(1, CLOCK.instant(), "a", Severity.CRITICAL));
        outbox.offer(Deliveries.recovery(2, CLOCK.instant(), "a", Severity.CRITICAL));
        IntStream.range(3, 10).forEach(this::offer);
        three.await();

        assertThat(outbox.status().inFlight()).isEqualTo(3);
        assertThat(pushed).containsExactlyInAnyOrder("event 1", "event 3", "event 4");
        answered.countDown();
        await().until(() -> settled.size() == 9);
    }

    @Test
    void aSupersededReminderIsRecordedAsThatAndItsOffsetMoves() {
        outbox.offer(Deliveries.firing(1, CLOCK.instant(), "a", Severity.CRITICAL));
        outbox.offer(Deliveries.reminder(2, CLOCK.instant(), "a", Severity.CRITICAL));
        await().until(() -> settled.contains(1));
        outbox.start();
        await().until(() -> settled.contains(2));

        assertThat(pushed).containsExactly("event 2");
        assertThat(recorded.get(0))
                .isInstanceOfSatisfying(
                        Settlement.Superseded.class,
                        s -> assertThat(s.by()).isEqualTo("w0-2-7k3m9qxr2ztc5vbn/0/payments"));
    }

    @Test
    void deadLettersWhatIsRefusedAndGoesOn() {
        script.add(REFUSED);
        outbox.start();
        offer(1);
        offer(2);

        await().until(() -> settled.size() == 2);

        assertThat(recorded.get(0)).isInstanceOf(Settlement.DeadLettered.class);
        assertThat(recorded.get(1)).isInstanceOf(Settlement.Delivered.class);
    }

    @Test
    void holdsTheChannelOnceAndLosesNothing() {
        script.addAll(List.of(WRONG_KEY, WRONG_KEY, WRONG_KEY));
        outbox.start();
        offer(1);
        offer(2);

        await().until(() -> settled.size() == 2);

        assertThat(recorded).allSatisfy(s -> assertThat(s).isInstanceOf(Settlement.Delivered.class));
        assertThat(states).containsExactly("held", "running");
    }

    @Test
    void keepsToItsPaces() {
        outbox.close();
        Instant start = CLOCK.instant();
        outbox = newOutbox(8, new Pace(50, Duration.ofSeconds(1)), new Pace(20, Duration.ofSeconds(1)));
        outbox.start();
        IntStream.range(0, 40).forEach(this::offer);

        await().until(() -> settled.size() == 40);

        // 20 a second with a second's worth in reserve: the last of 40 is due after one second at the earliest.
        assertThat(Duration.between(start, CLOCK.instant())).isGreaterThanOrEqualTo(Duration.ofMillis(950));
    }

    @Test
    void statusTellsWhatWaitsAndWhy() {
        script.addAll(List.of(WRONG_KEY));
        push = delivery -> WRONG_KEY;
        outbox = newOutbox();
        outbox.start();
        offer(1);
        offer(2);

        await().until(() -> outbox.status().lastFault().isPresent());

        OutboxStatus status = outbox.status();
        assertThat(status.waiting()).isEqualTo(2);
        assertThat(status.oldestReceivedAt()).isPresent();
        assertThat(status.lastFault().orElseThrow().answer()).startsWith("401");
        assertThat(status.lastDeliveredAt()).isEmpty();
    }

    @Test
    void whatIsReplayedIsNotTheOldestThatWaits() {
        push = delivery -> WRONG_KEY;
        outbox.start();
        outbox.offer(Deliveries.replayed(Deliveries.delivery(1, CLOCK.instant().minusSeconds(86_400)), 2));
        await().until(() -> outbox.status().waiting() == 1);
        assertThat(outbox.status().oldestReceivedAt()).isEmpty();

        offer(3);

        await().until(() -> outbox.status().oldestReceivedAt().isPresent());
        assertThat(outbox.status().oldestReceivedAt().orElseThrow())
                .isAfter(CLOCK.instant().minusSeconds(3_600));
    }

    @Test
    void whatMayNotBeSentWaitsUntilItMay() {
        allowed.set(false);
        outbox.start();
        IntStream.range(0, 3).forEach(this::offer);

        await().during(Duration.ofMillis(500)).until(pushed::isEmpty);
        allowed.set(true);

        await().until(() -> pushed.size() == 3);
    }

    @Test
    void whatMayNoLongerBeSentWhenItsThreadBeginsIsNotSentAndCountsAsNoAttempt() {
        Queue<Runnable> handedOver = new ConcurrentLinkedQueue<>();
        senders = handedOver::add;
        outbox.start();
        offer(0);
        await().until(() -> !handedOver.isEmpty());

        allowed.set(false);
        senders = pool;
        handedOver.remove().run();
        assertThat(pushed).isEmpty();
        allowed.set(true);

        await().until(() -> recorded.size() == 1);
        assertThat(pushed).hasSize(1);
        assertThat(recorded.get(0).attempts().count()).isEqualTo(1);
    }

    @Test
    void anAlertThatIsRepeatedWhileItWaitsIsAsOldAsItsFirstEvent() {
        Instant first = CLOCK.instant();
        outbox.pause(new Pause("alice", "", wall.instant(), Optional.empty()));
        outbox.start();
        outbox.offer(Deliveries.firing(1, first, "a", Severity.CRITICAL));
        outbox.offer(Deliveries.reminder(2, first.plusSeconds(1_200), "a", Severity.CRITICAL));
        await().until(() -> settled.contains(1));

        assertThat(outbox.status().oldestReceivedAt()).contains(first);
    }

    @Test
    void whatIsAnsweredAndCannotBeRecordedIsNotSaidToBeSent() {
        logFailures.set(Integer.MAX_VALUE);
        outbox.start();
        offer(1);
        await().until(() -> outbox.status().recording() == 1);

        assertThat(outbox.whereabouts(Set.of("w0-1-7k3m9qxr2ztc5vbn/0/payments"))
                        .values())
                .containsExactly(new WaitingState.InFlight(1, true));
        logFailures.set(0);
    }
}
