package io.alertrelay.intake;

import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executor;

/**
 * Inspects large bodies on threads of its own, so that the event loops serve everybody else meanwhile: a few tasks at a
 * time, and of the integrations that have some, each in turn, so that one with many does not delay another's. It does
 * not bound how many wait: whoever adds a task must, and withdraws it when it is no longer wanted. Thread-safe.
 */
final class InspectionTurns {
    private final Executor threads;
    private final int most;
    /** The integration whose turn it is comes first; none of the queues is empty. */
    private final Map<String, Queue<Runnable>> waiting = new LinkedHashMap<>();

    private int running;

    /**
     * @param threads runs each task that it is given
     * @param most tasks at a time
     */
    InspectionTurns(Executor threads, int most) {
        this.threads = threads;
        this.most = most;
    }

    /** On half of the machine's processors, so that the other half serves the port. */
    static InspectionTurns of(Vertx vertx) {
        int most = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        // Closed with Vert.x.
        WorkerExecutor workers = vertx.createSharedWorkerExecutor("inspection", most);
        return new InspectionTurns(
                task -> workers.executeBlocking(
                        () -> {
                            task.run();
                            return most;
                        },
                        false),
                most);
    }

    /**
     * Runs the task as soon as it is its turn.
     *
     * @param task must not throw
     */
    void add(String integration, Runnable task) {
        synchronized (this) {
            waiting.computeIfAbsent(integration, name -> new ArrayDeque<>()).add(task);
            if (running == most) {
                return;
            }
            running++;
        }
        begin();
    }

    /** Forgets the task, and what it refers to, unless it has begun. */
    synchronized void withdraw(String integration, Runnable task) {
        waiting.computeIfPresent(integration, (name, tasks) -> {
            tasks.remove(task);
            return tasks.isEmpty() ? null : tasks;
        });
    }

    /** One task of a thread's at a time: Vert.x warns of what runs for a minute. */
    private void takeTurn() {
        try {
            next().ifPresent(Runnable::run);
        } finally {
            goOn();
        }
    }

    private void goOn() {
        synchronized (this) {
            if (waiting.isEmpty()) {
                running--;
                return;
            }
        }
        begin();
    }

    private void begin() {
        try {
            threads.execute(this::takeTurn);
        } catch (Throwable e) {
            // The next one that is added tries again.
            synchronized (this) {
                running--;
            }
            throw e;
        }
    }

    private synchronized Optional<Runnable> next() {
        if (waiting.isEmpty()) {
            return Optional.empty();
        }
        Map.Entry<String, Queue<Runnable>> first = waiting.entrySet().iterator().next();
        Queue<Runnable> tasks = first.getValue();
        waiting.remove(first.getKey());
        Runnable task = tasks.remove();
        if (!tasks.isEmpty()) {
            waiting.put(first.getKey(), tasks);
        }
        return Optional.of(task);
    }
}
