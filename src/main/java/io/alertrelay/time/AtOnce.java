package io.alertrelay.time;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does at the same time what waits more than it works, each on a thread of its own. */
public final class AtOnce {
    private static final Logger LOG = LoggerFactory.getLogger(AtOnce.class);

    private AtOnce() {}

    /**
     * Returns when all of it is done; one that fails is logged, and holds up nothing else. Interrupted, it returns at
     * once, and what is under way goes on.
     *
     * @param name of the threads, which keep no process alive
     */
    public static void run(String name, Collection<? extends Runnable> tasks) {
        List<Thread> threads = new ArrayList<>();
        for (Runnable task : tasks) {
            Thread thread = new Thread(() -> attempt(name, task), name);
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void attempt(String name, Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.warn("{}: {}", name, e.toString());
        }
    }
}
