package io.alertrelay.kafka;

import io.alertrelay.time.WallClockSteps;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * Keeps a consumer from stopping when the wall clock is set back. Kafka's client measures poll timeouts and heartbeats
 * by the wall clock, and sees no time pass until it has caught up: for an hour, if it is set back an hour. A poll that
 * takes too long is woken, and the consumer must then be replaced.
 */
final class PollGuard {
    private static final Duration OVERDUE = Duration.ofSeconds(3);

    private final WallClockSteps steps;
    private final Runnable wakeup;
    private final AtomicBoolean woken = new AtomicBoolean();
    private final AtomicBoolean hurrying = new AtomicBoolean();
    private volatile boolean inCallback;
    private boolean inLongPoll;
    private boolean hurried;

    /**
     * @param nanos a monotonic clock
     * @param wakeup ends the current poll, from another thread
     */
    PollGuard(InstantSource wall, LongSupplier nanos, Runnable wakeup) {
        this.steps = new WallClockSteps(wall, nanos);
        this.wakeup = wakeup;
    }

    /** Whether the wall clock was set back since the last call. */
    boolean setBack() {
        return steps.step().isNegative();
    }

    /**
     * A poll begins.
     *
     * @param timeout of the poll
     * @return to be completed when it has ended
     */
    CompletableFuture<Void> begin(Duration timeout) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        watch(end, timeout.plus(OVERDUE));
        return end;
    }

    /**
     * A request to the broker begins, possibly within a callback.
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
                // It waits for what is in flight, which has its own deadline.
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
        // Most polls end long before: their timers would wake a thread for nothing.
        end.thenRun(() -> timer.complete(null));
    }

    private void wake() {
        woken.set(true);
        wakeup.run();
    }

    /** A poll may begin that is only to wait; false if it must not take long. It ends with {@link #endLongPoll}. */
    synchronized boolean beginLongPoll() {
        inLongPoll = !hurried;
        return inLongPoll;
    }

    synchronized void endLongPoll() {
        inLongPoll = false;
    }

    /** Wakes a long poll, and lets none begin any more. May be called by any thread. */
    synchronized void hurry() {
        hurried = true;
        if (inLongPoll) {
            hurrying.set(true);
            wake();
        }
    }

    /** Runs a callback within a poll that may take long. */
    void callback(Runnable work) {
        inCallback = true;
        try {
            work.run();
        } finally {
            inCallback = false;
        }
    }

    /** Whether this guard woke a poll; true once for each time. */
    boolean takeWoken() {
        return woken.getAndSet(false);
    }

    /** Whether it did so because of {@link #hurry}; true once. */
    boolean takeHurrying() {
        return hurrying.getAndSet(false);
    }
}
