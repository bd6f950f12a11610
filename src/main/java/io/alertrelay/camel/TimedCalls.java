package io.alertrelay.camel;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls what may hang in ways that no timeout of a socket covers, the resolver of names for one, on threads of its own,
 * and waits for each only so long. What does not end in its time keeps its place until it does, so that no more hang
 * than there are places.
 */
final class TimedCalls implements AutoCloseable {
    private static final long IDLE_SECONDS = 30;

    private final Semaphore places;
    private final ExecutorService threads;

    /**
     * None yet.
     *
     * @param name of its threads
     * @param places how many calls at a time
     */
    TimedCalls(String name, int places) {
        this.places = new Semaphore(places);
        this.threads = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, name);
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /**
     * What the call returns.
     *
     * @param atMost from now on, the wait for a place included
     * @param end ends the call from outside; called on another thread when the time is over
     * @throws NoPlaceException if calls before it keep all places; it was not called
     * @throws TimeoutException if it did not end in time
     * @throws ExecutionException what it threw
     */
    <T> T call(Callable<T> work, Duration atMost, Runnable end)
            throws NoPlaceException, TimeoutException, ExecutionException, InterruptedException {
        long until = System.nanoTime() + atMost.toNanos();
        if (!places.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new NoPlaceException();
        }
        Future<T> call = begin(work);
        try {
            return call.get(until - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | InterruptedException e) {
            aside(end);
            throw e;
        }
    }

    private <T> Future<T> begin(Callable<T> work) {
        try {
            return threads.submit(() -> {
                try {
                    return work.call();
                } finally {
                    places.release();
                }
            });
        } catch (Throwable e) {
            // No thread: the place is free again.
            places.release();
            throw e;
        }
    }

    private void aside(Runnable end) {
        try {
            threads.execute(end);
        } catch (Throwable e) {
            // Without another thread it is better to risk a wait than to let it run.
            end.run();
        }
    }

    /** Calls nothing more; what runs is interrupted. */
    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** As many calls as may be hang. */
    static final class NoPlaceException extends Exception {
        NoPlaceException() {
            super("as many calls as may be at a time have not ended");
        }
    }
}
