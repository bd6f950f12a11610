package io.alertrelay.time;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs blocking tasks in parallel, each on its own thread. */
public final class ConcurrentTasks {
    private static final Logger LOG = LoggerFactory.getLogger(ConcurrentTasks.class);

    private ConcurrentTasks() {}

    /**
     * Returns when all are done; a failure is logged and does not affect the others. When interrupted it returns at
     * once, and running tasks continue.
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
