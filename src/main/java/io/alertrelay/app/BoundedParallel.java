package io.alertrelay.app;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;

/** Runs the same task for many items that mostly wait, a limited number at a time. */
final class BoundedParallel {
    /** So many at a time. */
    static final int MOST = 32;

    private BoundedParallel() {}

    /**
     * Returns when it is done with all of them.
     *
     * @param work says whether it succeeded; what it throws counts as if it had not
     * @return those with which it did not succeed, in their order
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
            List<Future<Boolean>> done = new ArrayList<>();
            all.forEach(thing -> done.add(pool.submit(() -> work.test(thing))));
            List<T> failed = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                if (!succeeded(done.get(i))) {
                    failed.add(all.get(i));
                }
            }
            return failed;
        } finally {
            pool.shutdown();
        }
    }

    private static boolean succeeded(Future<Boolean> done) {
        try {
            return done.get();
        } catch (ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
