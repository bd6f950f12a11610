package io.alertrelay.camel;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Makes calls that may hang where no socket timeout applies, in the resolver of names for example. A call runs on the
 * caller's thread; when its time is over it is ended from another thread, and its outcome is reported without waiting
 * for it. It keeps its place, and its thread, until it really ends, so that no more calls hang than there are places.
 */
final class TimedCalls implements AutoCloseable {
    private static final long IDLE_SECONDS = 30;

    private final Semaphore places;
    private final ExecutorService late;
    private final Set<Runnable> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * @param name of the threads on which late calls are ended
     * @param places how many calls at a time
     */
    TimedCalls(String name, int places) {
        this.places = new Semaphore(places);
        this.late = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, name);
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** Why there is no outcome. */
    enum Unanswered {
        /** It did not end in its time. */
        LATE,
        /** Calls before it kept all places; it was not made. */
        NO_PLACE
    }

    /**
     * Makes a call, and returns when it has ended, however long that takes. Exactly one of {@code then} and {@code
     * otherwise} is called, or neither if this throws.
     *
     * @param atMost from now on, the wait for a place included
     * @param end ends the call from outside; called on another thread when the time is over, or on {@link #close}
     * @param then receives the result if it came in time
     * @param otherwise called if it did not; on another thread, as soon as the time is over
     * @throws Exception what the call threw in its time
     * @throws RejectedExecutionException if this is closed
     */
    <T> void call(Callable<T> work, Duration atMost, Runnable end, Consumer<T> then, Consumer<Unanswered> otherwise)
            throws Exception {
        long until = System.nanoTime() + atMost.toNanos();
        if (!places.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
            otherwise.accept(Unanswered.NO_PLACE);
            return;
        }
        Place place = new Place();
        try {
            placed(work, place, until, end, then, otherwise);
        } finally {
            place.giveBack();
        }
    }

    private <T> void placed(
            Callable<T> work, Place place, long until, Runnable end, Consumer<T> then, Consumer<Unanswered> otherwise)
            throws Exception {
        AtomicBoolean answered = new AtomicBoolean();
        CompletableFuture<Void> time =
                new CompletableFuture<Void>().completeOnTimeout(null, until - System.nanoTime(), TimeUnit.NANOSECONDS);
        time.thenRun(() -> {
            if (answered.compareAndSet(false, true)) {
                aside(end);
                aside(() -> otherwise.accept(Unanswered.LATE));
            }
        });
        try {
            T result = made(work, place, end);
            if (answered.compareAndSet(false, true)) {
                then.accept(result);
            }
        } catch (Throwable e) {
            if (answered.compareAndSet(false, true)) {
                throw e;
            }
        } finally {
            // Most calls end long before: their timers would wake a thread for nothing.
            time.complete(null);
        }
    }

    private <T> T made(Callable<T> work, Place place, Runnable end) throws Exception {
        running.add(end);
        try {
            if (closed) {
                throw new RejectedExecutionException("nothing is called any more");
            }
            return work.call();
        } finally {
            running.remove(end);
            place.giveBack();
        }
    }

    /** Given back once: as soon as the call has ended, whatever its receiver does then, or if it is not even made. */
    private final class Place {
        private boolean held = true;

        void giveBack() {
            if (held) {
                held = false;
                places.release();
            }
        }
    }

    private void aside(Runnable task) {
        try {
            late.execute(task);
        } catch (Throwable e) {
            // Without another thread it is better to risk a wait than to let the call run on.
            task.run();
        }
    }

    /** Makes no further calls, and ends those that run. */
    @Override
    public void close() {
        closed = true;
        running.forEach(this::aside);
    }
}
