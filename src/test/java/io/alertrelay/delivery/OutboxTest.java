package io.alertrelay.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.alert.Severity;
import io.alertrelay.flashduty.Answer;
import io.alertrelay.flashduty.AnswerReader;
import io.alertrelay.record.Delivery;
import io.alertrelay.testing.SteppedClock;
import io.alertrelay.watchdog.Job;
import io.alertrelay.watchdog.Stage;
import io.alertrelay.watchdog.Stall;
import io.alertrelay.watchdog.Watchdog;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final Answer TAKEN = answer(200, "{\"request_id\":\"r\",\"data\":{}}");
    private static final Answer DOWN = answer(503, "");
    private static final Answer REFUSED =
            answer(400, "{\"error\":{\"code\":\"InvalidParameter\",\"message\":\"title\"}}");
    private static final Answer WRONG_KEY = answer(401, "");

    private final List<String> pushed = new CopyOnWriteArrayList<>();
    private final List<Settlement> recorded = new CopyOnWriteArrayList<>();
    private final List<Integer> settled = new CopyOnWriteArrayList<>();
    private final List<String> states = new CopyOnWriteArrayList<>();
    private final Queue<Answer> script = new ArrayDeque<>();
    private final AtomicInteger logFailures = new AtomicInteger();
    private final AtomicInteger logFaults = new AtomicInteger();
    private final SteppedClock wall = new SteppedClock();
    private Function<Delivery, Answer> push = delivery -> {
        pushed.add(new String(delivery.event(), StandardCharsets.UTF_8));
        return Optional.ofNullable(script.poll()).orElse(TAKEN);
    };
    private final AtomicBoolean allowed = new AtomicBoolean(true);
    private final Recorder recorder = new Recorder(this::record, Stage.unwatched(Job.RECORDER));
    private final ExecutorService pool = Executors.newCachedThreadPool();
    private Executor senders = pool;
    private Collapse collapse = Collapse.REMINDERS;
    private OutboxListener listener = new OutboxListener() {};
    private final AtomicLong nanos = new AtomicLong();
    private final Watchdog watchdog = new Watchdog(nanos::get);
    private final Stage dispatching = watchdog.stage(Job.DISPATCHER, "payments");
    private Outbox outbox = newOutbox();

    @BeforeEach
    void start() {
        recorder.start();
    }

    @AfterEach
    void close() {
        outbox.close();
        recorder.close();
        pool.shutdownNow();
    }

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

    private void offer(int offset) {
        outbox.offer(Deliveries.delivery(offset, CLOCK.instant()));
    }

    private Outbox newOutbox() {
        return newOutbox(1, pace(), pace());
    }

    private static Pace pace() {
        return new Pace(100_000, Duration.ofSeconds(1));
    }

    private Outbox newOutbox(int maxInFlight, Pace own, Pace account) {
        Backoff quick = new Backoff(Duration.ofMillis(1), Duration.ofMillis(5), new Random(1));
        RetryPolicy policy = new RetryPolicy(quick, quick, quick, quick, Duration.ofHours(1), OptionalInt.empty());
        return new Outbox(
                "payments",
                new OutboxSettings(policy, collapse, own, maxInFlight),
                new Push() {
                    @Override
                    public void push(Delivery delivery, Consumer<Answer> then) {
                        then.accept(push.apply(delivery));
                    }

                    @Override
                    public boolean isAllowed() {
                        return allowed.get();
                    }
                },
                recorder,
                new OutboxListener() {
                    @Override
                    public void settled(Settlement settlement, long receipts) {
                        settled.add((int) settlement.delivery().offset());
                        listener.settled(settlement, receipts);
                    }

                    @Override
                    public void attempted(Delivery delivery, Attempt attempt) {
                        listener.attempted(delivery, attempt);
                    }

                    @Override
                    public void changed(String channel, ChannelState before, ChannelState now) {
                        states.add(now.word());
                        listener.changed(channel, before, now);
                    }
                },
                wall,
                CLOCK,
                task -> senders.execute(task),
                account,
                dispatching);
    }

    private long record(List<Settlement> settlements) throws SettlementLog.SettlementLogException {
        if (logFaults.getAndDecrement() > 0) {
            throw new IllegalStateException("a bug");
        }
        if (logFailures.getAndDecrement() > 0) {
            throw new SettlementLog.SettlementLogException(new IllegalStateException("Kafka is away"));
        }
        recorded.addAll(settlements);
        return recorded.size();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Answer answer(int status, String body) {
        return new AnswerReader(CLOCK).read(status, Optional.empty(), body.getBytes(StandardCharsets.UTF_8));
    }
}
