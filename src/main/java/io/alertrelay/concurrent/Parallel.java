package io.alertrelay.concurrent;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs tasks that mostly wait in parallel, on threads that keep no process alive. */
public final class Parallel {
    private static final Logger LOG = LoggerFactory.getLogger(Parallel.class);

    /** How many items are worked on at a time. */
    static final int MOST = 32;

    private Parallel() {}

    /**
     * Runs all tasks at the same time and returns when they are done; a failure is logged and does not affect the
     * others. When interrupted it returns at once, and running tasks continue.
     *
     * @param name of the threads
     */
    public static void run(String name, Collection<? extends Runnable> tasks) {
        run(name, threads(name), tasks);
    }

    static void run(String name, ThreadFactory threads, Collection<? extends Runnable> tasks) {
        if (tasks.isEmpty()) {
            return;
        }
        ExecutorService pool = Executors.newFixedThreadPool(tasks.size(), threads);
        try {
            List<Future<?>> begun = new ArrayList<>();
            List<Runnable> left = new ArrayList<>();
            for (Runnable task : tasks) {
                try {
                    begun.add(pool.submit(() -> attempt(name, task)));
                } catch (Throwable e) {
                    // No thread can be created: what is to be stopped must be stopped all the same.
                    left.add(task);
                }
            }
            left.forEach(task -> attempt(name, task));
            for (Future<?> one : begun) {
                one.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("an attempt never fails", e);
        } finally {
            pool.shutdown();
        }
    }

    private static void attempt(String name, Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            LOG.warn("{}: {}", name, e.toString());
        }
    }

    /**
     * Runs the task for all items, a limited number at a time, and returns when all are done, even if interrupted; the
     * thread then stays interrupted.
     *
     * @param name of the threads
     * @param work returns whether it succeeded; an exception counts as a failure
     * @return the items for which it failed, in their order
     */
    public static <T> List<T> failing(String name, Collection<T> things, Predicate<T> work) {
        return failing(threads(name), things, work);
    }

    static <T> List<T> failing(ThreadFactory threads, Collection<T> things, Predicate<T> work) {
        if (things.isEmpty()) {
            return List.of();
        }
        ExecutorService pool = Executors.newFixedThreadPool(Math.min(MOST, things.size()), threads);
        try {
            List<T> all = List.copyOf(things);
            List<CompletableFuture<Boolean>> done = new ArrayList<>();
            all.forEach(thing -> done.add(begin(pool, () -> work.test(thing)).exceptionally(e -> false)));
            List<T> failed = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                if (!done.get(i).join()) {
                    failed.add(all.get(i));
                }
            }
            return failed;
        } finally {
            pool.shutdown();
        }
    }

    private static CompletableFuture<Boolean> begin(Executor pool, Supplier<Boolean> work) {
        try {
            return CompletableFuture.supplyAsync(work, pool);
        } catch (Throwable e) {
            // No thread can be created. Tasks that have begun continue, and must not be begun again meanwhile.
            return CompletableFuture.failedFuture(e);
        }
    }

    private static ThreadFactory threads(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
