package io.alertrelay.app;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Runs the same task for many items that mostly wait, a limited number at a time. */
final class BoundedParallel {
    /** How many run at a time. */
    static final int MOST = 32;

    private BoundedParallel() {}

    /**
     * Runs the task for all items and returns when all are done, even if interrupted; the thread then stays
     * interrupted.
     *
     * @param work returns whether it succeeded; an exception counts as a failure
     * @return the items for which it failed, in their order
     */
    static <T> List<T> failing(String name, Collection<T> things, Predicate<T> work) {
        if (things.isEmpty()) {
            return List.of();
        }
        ExecutorService pool = Executors.newFixedThreadPool(Math.min(MOST, things.size()), task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
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
}
