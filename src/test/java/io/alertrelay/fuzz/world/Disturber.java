package io.alertrelay.fuzz.world;

import io.alertrelay.fuzz.history.Loss;
import io.alertrelay.fuzz.plan.Disturbance;
import io.alertrelay.fuzz.plan.GarbageKind;
import io.alertrelay.fuzz.plan.Trouble;
import io.alertrelay.testing.RelayClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Makes trouble while webhooks come and processes are struck. */
public final class Disturber implements AutoCloseable, Callable<Void> {
    private static final long CLIENT_MILLIS = 180_000;
    private static final long PAUSE_NANOS = 20_000_000;
    private static final int MOST_MINUTES = 8;

    private final List<Disturbance> disturbances;
    private final Senders senders;
    private final World world;
    private final Vandal vandal;
    private final List<Crowd> crowds = new ArrayList<>();
    private final List<Future<Void>> raises = new ArrayList<>();
    private final ExecutorService others = Executors.newCachedThreadPool();
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Future<Void> running;

    /**
     * @param disturbances in their order
     * @param from where the round began in each topic
     */
    public Disturber(List<Disturbance> disturbances, Senders senders, World world, Map<TopicPartition, Long> from) {
        this.disturbances = List.copyOf(disturbances);
        this.senders = senders;
        this.world = world;
        this.vandal = new Vandal(world::kafka, world.clock(), from);
        this.running = thread.submit(this);
    }

    @Override
    public Void call() throws IOException, InterruptedException, WorldException {
        for (Disturbance each : disturbances) {
            while (senders.acknowledged() < each.acks() && !senders.done()) {
                pause();
            }
            cause(each.trouble());
        }
        return null;
    }

    private void cause(Trouble trouble) throws IOException, InterruptedException, WorldException {
        if (trouble instanceof Trouble.ClockStep step) {
            world.clock().step(step.offset());
        } else if (trouble instanceof Trouble.Crowd crowd) {
            RelayClient relay = world.clients()
                    .any(0, CLIENT_MILLIS)
                    .orElseThrow(() -> new WorldException("no relay was ready for a crowd"));
            crowds.add(Crowd.gather(relay.port(), crowd.connections(), crowd.millis()));
        } else if (trouble instanceof Trouble.LostTopic lost) {
            vandal.delete(lost.channel());
        } else if (trouble instanceof Trouble.Freeze freeze) {
            world.freeze(freeze);
        } else if (trouble instanceof Trouble.Raise) {
            raises.add(others.submit(new PartitionsDoubler(world.clients())));
        } else if (trouble instanceof Trouble.OfCluster ofCluster) {
            world.happen(ofCluster);
        } else if (trouble instanceof Trouble.Garbage garbage) {
            vandal.write(garbage.kind(), garbage.channel());
        }
    }

    /** The topics that were deleted. */
    public List<Loss> losses() {
        return vandal.losses();
    }

    /** What stood in them, as far as it is known. */
    public List<ConsumerRecord<String, byte[]>> lost() {
        return vandal.lost();
    }

    /** The records that nobody can read. */
    public List<GarbageKind> garbage() {
        return vandal.garbage();
    }

    /** Waits until all of it is over. */
    public void await() throws InterruptedException, WorldException {
        try {
            running.get(MOST_MINUTES, TimeUnit.MINUTES);
            for (Future<Void> raise : raises) {
                raise.get(MOST_MINUTES, TimeUnit.MINUTES);
            }
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
        others.shutdownNow();
        crowds.forEach(Crowd::close);
    }
}
