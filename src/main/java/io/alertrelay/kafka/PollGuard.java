package io.alertrelay.kafka;

import io.alertrelay.time.WallClockSteps;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * Keeps a wall clock that is set back from stopping a consumer. Kafka's client measures how long a poll may take, and
 * when to send a heartbeat, by the wall clock, and takes no time to have passed until that is where it was: for an
 * hour, if it is set back an hour. A poll that lasts too long is woken, and the consumer learns that it has to be
 * replaced.
 */
final class PollGuard {
    private static final Duration OVERDUE = Duration.ofSeconds(3);

    private final WallClockSteps steps;
    private final Runnable wakeup;
    private final AtomicBoolean woken = new AtomicBoolean();
    private volatile boolean inCallback;

    /**
     * @param nanos a monotonic clock
     * @param wakeup ends the poll that is under way, from another thread
     */
    PollGuard(InstantSource wall, LongSupplier nanos, Runnable wakeup) {
        this.steps = new WallClockSteps(wall, nanos);
        this.wakeup = wakeup;
    }

    /** Whether the wall clock was set back since this was asked last. */
    boolean setBack() {
        return steps.step().isNegative();
    }

    /**
     * A poll begins.
     *
     * @param timeout how long it is to take
     * @return to be completed when it has ended
     */
    CompletableFuture<Void> begin(Duration timeout) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        watch(end, timeout.plus(OVERDUE));
        return end;
    }

    /**
     * The broker is asked something, be it within a callback.
     *
     * @param time how long the answer may take
     * @return to be completed when the answer is there
     */
    CompletableFuture<Void> ask(Duration time) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        unlessEnded(end, time.plus(OVERDUE), this::wake);
        return end;
    }

    private void watch(CompletableFuture<Void> end, Duration patience) {
        unlessEnded(end, patience, () -> {
            if (inCallback) {
                // It waits for what is in flight, which has a deadline of its own.
                watch(end, OVERDUE);
            } else {
                wake();
            }
        });
    }

    private static void unlessEnded(CompletableFuture<Void> end, Duration patience, Runnable then) {
        CompletableFuture<Void> timer =
                new CompletableFuture<Void>().completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS);
        timer.thenRun(() -> {
            if (!end.isDone()) {
                then.run();
            }
        });
        // Most end long before: their timers would wake a thread for nothing, some for each poll of each consumer.
        end.thenRun(() -> timer.complete(null));
    }

    private void wake() {
        woken.set(true);
        wakeup.run();
    }

    /** Runs what Kafka's client calls within a poll, and what may take long. */
    void callback(Runnable work) {
        inCallback = true;
        try {
            work.run();
        } finally {
            inCallback = false;
        }
    }

    /** Whether it was this that woke a poll; once for each time. */
    boolean takeWoken() {
        return woken.getAndSet(false);
    }
}
