package io.alertrelay.app;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Timers that keep no process alive. */
final class Timers {
    private Timers() {}

    /** One with a single thread of that name. */
    static ScheduledExecutorService daemon(String name) {
        return Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }
}
