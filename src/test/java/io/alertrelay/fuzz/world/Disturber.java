package io.alertrelay.fuzz.world;

import io.alertrelay.fuzz.plan.Disturbance;
import io.alertrelay.fuzz.plan.Trouble;
import io.alertrelay.testing.RelayClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/** Makes trouble while webhooks come and processes are struck. */
public final class Disturber implements AutoCloseable, Callable<Void> {
    private static final long DOOR_MILLIS = 180_000;
    private static final long PAUSE_NANOS = 20_000_000;
    private static final int MOST_MINUTES = 5;

    private final List<Disturbance> disturbances;
    private final Senders senders;
    private final World world;
    private final List<Crowd> crowds = new ArrayList<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Future<Void> running;

    /** @param disturbances in their order */
    public Disturber(List<Disturbance> disturbances, Senders senders, World world) {
        this.disturbances = List.copyOf(disturbances);
        this.senders = senders;
        this.world = world;
        this.running = thread.submit(this);
    }

    @Override
    public Void call() throws InterruptedException, WorldException {
        for (Disturbance each : disturbances) {
            while (senders.acknowledged() < each.acks() && !senders.done()) {
                pause();
            }
            cause(each.trouble());
        }
        return null;
    }

    private void cause(Trouble trouble) throws InterruptedException, WorldException {
        if (trouble instanceof Trouble.ClockStep step) {
            world.clock().step(step.offset());
        } else if (trouble instanceof Trouble.Crowd crowd) {
            RelayClient relay = world.doors()
                    .any(0, DOOR_MILLIS)
                    .orElseThrow(() -> new WorldException("no relay was ready for a crowd"));
            crowds.add(Crowd.gather(relay.port(), crowd.connections(), crowd.millis()));
        }
    }

    /** Waits until all of it is over. */
    public void await() throws InterruptedException, WorldException {
        try {
            running.get(MOST_MINUTES, TimeUnit.MINUTES);
        } catch (ExecutionException | TimeoutException e) {
            throw new WorldException("the disturbances did not come to their end: " + e);
        }
        for (Crowd crowd : crowds) {
            crowd.await();
        }
    }

    private static void pause() throws InterruptedException {
        LockSupport.parkNanos(PAUSE_NANOS);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        crowds.forEach(Crowd::close);
    }
}
