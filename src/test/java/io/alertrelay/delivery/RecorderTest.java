package io.alertrelay.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.delivery.Attempts.AttemptCounts;
import io.alertrelay.delivery.SettlementLog.SettlementLogException;
import io.alertrelay.watchdog.Job;
import io.alertrelay.watchdog.Stage;
import io.alertrelay.watchdog.Stall;
import io.alertrelay.watchdog.Watchdog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecorderTest {
    private final List<Integer> batches = new CopyOnWriteArrayList<>();
    private final List<Long> stored = new CopyOnWriteArrayList<>();

    @Test
    void whatGathersWhileTheOnesBeforeAreWrittenIsWrittenTogether() throws Exception {
        CountDownLatch gathered = new CountDownLatch(1);
        try (Recorder recorder = started(settlements -> {
            awaitUninterruptibly(gathered);
            return settlements.size();
        })) {
            record(recorder, 0);
            await().until(() -> batches.size() == 1);
            IntStream.range(1, 201).forEach(i -> record(recorder, i));
            gathered.countDown();

            await().until(() -> stored.size() == 201);
            assertThat(batches).containsExactly(1, 200);
        }
    }

    @Test
    void theFirstOneWaitsForOthersThatShareItsWriteUntilThereAreEnough() {
        try (Recorder recorder = gathering(Duration.ofDays(1))) {
            IntStream.range(0, Recorder.ENOUGH).forEach(i -> record(recorder, i));

            await().until(() -> stored.size() == Recorder.ENOUGH);
            assertThat(batches).containsExactly(Recorder.ENOUGH);
        }
    }

    @Test
    void oneThatStaysAloneIsWrittenAlone() {
        try (Recorder recorder = gathering(Duration.ofMillis(1))) {
            record(recorder, 0);

            await().until(() -> stored.size() == 1);
        }
    }

    private Recorder gathering(Duration gather) {
        Recorder recorder = new Recorder(
                settlements -> {
                    batches.add(settlements.size());
                    return 1;
                },
                Stage.unwatched(Job.RECORDER),
                gather);
        recorder.start();
        return recorder;
    }

    @Test
    void deadLettersOfLargeEventsAreWrittenFewAtATime() {
        CountDownLatch queued = new CountDownLatch(1);
        try (Recorder recorder = started(settlements -> {
            awaitUninterruptibly(queued);
            return 1;
        })) {
            IntStream.range(0, 20)
                    .forEach(i -> recorder.record(
                            new Settlement.DeadLettered(
                                    Deliveries.large(i, 2 << 20),
                                    AttemptCounts.NONE,
                                    Instant.EPOCH,
                                    Settlement.GiveUpReason.REFUSED,
                                    "413",
                                    List.of()),
                            receipts -> stored.add((long) i)));
            queued.countDown();

            await().until(() -> stored.size() == 20);
            assertThat(batches).allMatch(size -> size <= 2);
        }
    }

    @Test
    void oneThatCannotBeStoredKeepsBackNoOther() {
        try (Recorder recorder = started(settlements -> {
            if (settlements.stream().anyMatch(s -> s.delivery().offset() == 3)) {
                throw new SettlementLogException(new IllegalStateException("too large"));
            }
            return 1;
        })) {
            IntStream.range(0, 20).forEach(i -> record(recorder, i));

            await().until(() -> stored.size() == 19);
            assertThat(stored).doesNotContain(3L);
        }
    }

    @Test
    void oneThatCannotBeStoredForLongCountsAsAStopAlsoWhileOthersAreStored() {
        AtomicLong nanos = new AtomicLong();
        AtomicInteger failures = new AtomicInteger();
        Watchdog watchdog = new Watchdog(nanos::get);
        SettlementLog log = settlements -> {
            if (settlements.stream().anyMatch(s -> s.delivery().offset() == 3)) {
                failures.incrementAndGet();
                throw new SettlementLogException(new IllegalStateException("too large"));
            }
            return 1;
        };
        try (Recorder recorder = new Recorder(log, watchdog.stage(Job.RECORDER), Duration.ZERO, nanos::get)) {
            recorder.start();
            record(recorder, 3);
            await().until(() -> failures.get() > 0);
            nanos.addAndGet(Duration.ofSeconds(10).toNanos());
            record(recorder, 4);
            await().until(() -> stored.contains(4L));
            int before = failures.get();
            await().until(() -> failures.get() > before + 1);

            nanos.addAndGet(Duration.ofSeconds(10).toNanos());
            int then = failures.get();
            await().until(() -> failures.get() > then + 1);

            watchdog.look();
            assertThat(watchdog.stalls())
                    .extracting(Stall::cause)
                    .containsExactly("settlements are not stored: the settlement could not be stored: too large");
        }
    }

    @Test
    void anErrorEndsNoRecorderAndLosesNoSettlement() {
        AtomicInteger tries = new AtomicInteger();
        try (Recorder recorder = started(settlements -> {
            if (tries.getAndIncrement() < 2) {
                throw new OutOfMemoryError("Java heap space");
            }
            return 1;
        })) {
            IntStream.range(0, 20).forEach(i -> record(recorder, i));

            await().until(() -> stored.size() == 20);
        }
    }

    @Test
    void anErrorOfWhoeverIsToldEndsNoRecorder() {
        try (Recorder recorder = started(settlements -> 1)) {
            Settlement settlement = new Settlement.Delivered(
                    Deliveries.delivery(1, Instant.EPOCH), AttemptCounts.NONE, Instant.EPOCH, Optional.empty());
            recorder.record(settlement, receipts -> {
                throw new StackOverflowError("while it is told");
            });
            record(recorder, 2);

            await().until(() -> stored.contains(2L));
        }
    }

    @Test
    void afterAStopThatFindsKafkaAwayNothingGoesOnTrying() {
        AtomicInteger tries = new AtomicInteger();
        Recorder recorder = started(settlements -> {
            tries.incrementAndGet();
            throw new SettlementLogException(new IllegalStateException("Kafka is away"));
        });
        record(recorder, 1);
        await().until(() -> tries.get() > 0);

        recorder.close();

        int then = tries.get();
        await().during(java.time.Duration.ofMillis(700)).until(() -> tries.get() == then);
    }

    private Recorder started(SettlementLog log) {
        Recorder recorder = new Recorder(
                settlements -> {
                    batches.add(settlements.size());
                    return log.record(settlements);
                },
                Stage.unwatched(Job.RECORDER));
        recorder.start();
        return recorder;
    }

    private void record(Recorder recorder, int offset) {
        Settlement settlement = new Settlement.Delivered(
                Deliveries.delivery(offset, Instant.EPOCH), AttemptCounts.NONE, Instant.EPOCH, Optional.empty());
        recorder.record(settlement, receipts -> stored.add(settlement.delivery().offset()));
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
