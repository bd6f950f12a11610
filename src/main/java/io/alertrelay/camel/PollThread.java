package io.alertrelay.camel;

import io.alertrelay.kafka.SettlingClients;
import io.alertrelay.watchdog.SupervisedThread;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The thread of one poll loop, as the executor that Camel asks for. Camel's own executor would hide the fault that
 * ended the loop, and the route would stay stopped; here it is reported, and the loop is restarted.
 */
final class PollThread extends AbstractExecutorService {
    private final String name;
    private final SettlingClients clients;
    private final BooleanSupplier wanted;
    private Optional<SupervisedThread> thread = Optional.empty();
    private boolean shutdown;

    /** @param wanted whether the loop has to go on: one that ends by itself meanwhile is restarted too */
    PollThread(String name, SettlingClients clients, BooleanSupplier wanted) {
        this.name = name;
        this.clients = clients;
        this.wanted = wanted;
    }

    /** Without the wrapper of {@link AbstractExecutorService}, in which a fault would stay. */
    @Override
    public Future<?> submit(Runnable loop) {
        execute(loop);
        return new CompletableFuture<>();
    }

    @Override
    public synchronized void execute(Runnable loop) {
        if (shutdown || thread.isPresent()) {
            throw new RejectedExecutionException(name + " has one loop, and is not begun again after its end");
        }
        SupervisedThread begun = new SupervisedThread(name, clients.polling(), () -> {
            clients.restart();
            loop.run();
            if (wanted.getAsBoolean()) {
                throw new IllegalStateException("Camel has given up to poll");
            }
        });
        thread = Optional.of(begun);
        begun.start();
    }

    /** Camel ends the loop itself; it is only not restarted. */
    @Override
    public synchronized void shutdown() {
        shutdown = true;
    }

    @Override
    public synchronized List<Runnable> shutdownNow() {
        shutdown = true;
        thread.ifPresent(SupervisedThread::stop);
        return List.of();
    }

    @Override
    public synchronized boolean isShutdown() {
        return shutdown;
    }

    @Override
    public boolean isTerminated() {
        return isShutdown() && ended(Duration.ZERO);
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return ended(Duration.ofNanos(unit.toNanos(timeout)));
    }

    private boolean ended(Duration atMost) {
        Optional<SupervisedThread> begun;
        synchronized (this) {
            begun = thread;
        }
        return begun.map(loop -> loop.join(atMost)).orElse(true);
    }
}
