package io.alertrelay.delivery;

import io.alertrelay.delivery.SettlementLog.SettlementLogException;
import io.alertrelay.watchdog.LastResortLog;
import io.alertrelay.watchdog.Stage;
import io.alertrelay.watchdog.SupervisedThread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes settlements durable: whatever has gathered while the ones before were written goes to Kafka together, so that a
 * storm of superseded reminders does not wait for the disk one by one. One thread for all channels. Tries until it
 * succeeds; after a failure each settlement is tried by itself, so that one that can't be stored does not hold back
 * others. Dead letters are stored by a second thread: receipts are stored even while dead letters can't be.
 */
public final class Recorder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
    private static final LastResortLog FAULTS = new LastResortLog(LOG);
    private static final int BATCH = 500;
    /**
     * A batch of dead letters has no more once it has that many bytes of events, each of which is held several times.
     */
    private static final long BATCH_BYTES = 4 << 20;

    private static final Duration AGAIN = Duration.ofMillis(500);
    /** The thread wakes up this often even if nothing is to be recorded, as a sign of life. */
    private static final Duration LOOK_UP = Duration.ofSeconds(2);
    /** This delays only a next event of the same alert, while each flush delays the storing of webhooks and events. */
    private static final Duration GATHER = Duration.ofMillis(20);
    /** With this many queued, do not wait for more: half of what a fast channel may have on its way. */
    static final int ENOUGH = 32;

    /** Failures that last longer than this count as a stop: channels wait for what is not stored. */
    private static final Duration FAILS_FOR_LONG = Duration.ofSeconds(15);

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(3);

    private final SettlementLog log;
    /** What is to be recorded; empty if it is only to wake the thread. */
    private final BlockingQueue<Optional<Pending>> queue = new LinkedBlockingQueue<>();

    private final Stage stage;
    private final Duration gather;
    private final LongSupplier nanos;
    private final SupervisedThread worker;
    private final Optional<Recorder> deadLetters;
    private volatile boolean stopping;
    /** Those that could not be stored, and since when, the oldest first; for the recorder's thread. */
    private final Map<Pending, Long> failing = new LinkedHashMap<>();

    /**
     * A recorder with one thread for all settlements.
     *
     * @param stage where it reports progress
     */
    public Recorder(SettlementLog log, Stage stage) {
        this(log, stage, GATHER);
    }

    /** A recorder that waits this long for others that share a write. */
    Recorder(SettlementLog log, Stage stage, Duration gather) {
        this(log, stage, gather, System::nanoTime);
    }

    /** @param nanos of a monotonic clock, by which it waits for others, and knows how long one could not be stored */
    Recorder(SettlementLog log, Stage stage, Duration gather, LongSupplier nanos) {
        this(log, "recorder", stage, gather, Optional.empty(), nanos);
    }

    /**
     * A recorder with a second thread for dead letters.
     *
     * @param stage where it reports progress
     * @param deadLetterStage where the second thread reports progress
     */
    public Recorder(SettlementLog log, Stage stage, Stage deadLetterStage) {
        this(
                log,
                "recorder",
                stage,
                GATHER,
                Optional.of(new Recorder(
                        log, "recorder-dead-letters", deadLetterStage, GATHER, Optional.empty(), System::nanoTime)),
                System::nanoTime);
    }

    private Recorder(
            SettlementLog log,
            String name,
            Stage stage,
            Duration gather,
            Optional<Recorder> deadLetters,
            LongSupplier nanos) {
        this.log = log;
        this.stage = stage;
        this.gather = gather;
        this.deadLetters = deadLetters;
        this.nanos = nanos;
        this.worker = new SupervisedThread(name, stage, this::run);
    }

    /** Begins to record. */
    public void start() {
        worker.start();
        deadLetters.ifPresent(Recorder::start);
    }

    /**
     * Records it when its turn comes. Does not block.
     *
     * @param whenDurable called, on the recorder's thread, when Kafka has it
     */
    public void record(Settlement settlement, Durable whenDurable) {
        if (settlement instanceof Settlement.DeadLettered && deadLetters.isPresent()) {
            deadLetters.get().record(settlement, whenDurable);
        } else {
            queue.add(Optional.of(new Pending(settlement, whenDurable)));
        }
    }

    /**
     * Records what is left and returns. Gives up at the first failure, or after 3 s: what is not recorded then is sent
     * again, unchanged, after the restart.
     */
    @Override
    public void close() {
        stop();
        // So that both threads stop at the same time.
        deadLetters.ifPresent(Recorder::stop);
        deadLetters.ifPresent(Recorder::close);
        worker.join(STOP_PATIENCE);
    }

    private void stop() {
        stopping = true;
        queue.add(Optional.empty());
    }

    private void run() {
        // What is not stored yet, kept across failures.
        List<Pending> batch = new ArrayList<>();
        while (!stopping || !batch.isEmpty() || !queue.isEmpty()) {
            try {
                if (batch.isEmpty()) {
                    next(LOOK_UP.toNanos()).ifPresent(batch::add);
                    gather(batch);
                }
                drainTo(batch);
                if (batch.isEmpty()) {
                    stage.progress();
                }
                if (!batch.isEmpty() && !stored(batch)) {
                    if (stopping) {
                        return;
                    }
                    pause();
                }
            } catch (Throwable e) {
                // Nothing, least of all a lack of memory, may silently end the thread and with it every channel.
                FAULTS.error("settlements are not stored because the relay failed, tried again", e);
                pause();
            }
        }
    }

    /** All together; if that fails each by itself, and those that can't be stored wait behind the others. */
    private boolean stored(List<Pending> batch) {
        if (recorded(batch)) {
            batch.clear();
            return true;
        }
        while (!batch.isEmpty()) {
            Pending one = batch.get(batch.size() - 1);
            if (!recorded(List.of(one))) {
                queue.add(Optional.of(one));
            }
            batch.remove(batch.size() - 1);
        }
        return false;
    }

    /** Waits for a moment for others that share the request and the flush of the first one. */
    private void gather(List<Pending> batch) {
        long end = nanos.getAsLong() + gather.toNanos();
        while (!batch.isEmpty()
                && batch.size() + queue.size() < ENOUGH
                && bytes(batch) < BATCH_BYTES
                && !stopping
                && nanos.getAsLong() < end) {
            next(end - nanos.getAsLong()).ifPresent(batch::add);
        }
    }

    private void drainTo(List<Pending> batch) {
        long bytes = bytes(batch);
        // What can't be added, for lack of memory, stays in the queue.
        for (Optional<Pending> one = queue.peek();
                one != null && batch.size() < BATCH && bytes < BATCH_BYTES;
                one = queue.peek()) {
            bytes += one.map(Pending::bytes).orElse(0L);
            one.ifPresent(batch::add);
            queue.remove();
        }
    }

    private static long bytes(List<Pending> batch) {
        return batch.stream().mapToLong(Pending::bytes).sum();
    }

    private Optional<Pending> next(long nanos) {
        try {
            return Optional.ofNullable(queue.poll(nanos, TimeUnit.NANOSECONDS)).flatMap(Function.identity());
        } catch (InterruptedException e) {
            return Optional.empty();
        }
    }

    private boolean recorded(List<Pending> batch) {
        try {
            long receipts = log.record(batch.stream().map(Pending::settlement).toList());
            if (!failing.isEmpty()) {
                batch.forEach(failing::remove);
                if (failing.isEmpty()) {
                    LOG.info("settlements are stored again");
                }
            }
            stage.progress();
            batch.forEach(one -> notified(one, receipts));
            return true;
        } catch (Throwable e) {
            // A bug in the relay, too: the settlements are kept and tried again.
            failed(batch, e);
            return false;
        }
    }

    /** Logs a failure once: it is retried every half second. */
    private void failed(List<Pending> batch, Throwable failure) {
        String cause = failure instanceof SettlementLogException ? failure.getMessage() : String.valueOf(failure);
        if (failing.isEmpty()) {
            LOG.error("{} settlements are not stored, tried again: {}", batch.size(), cause);
        }
        long now = nanos.getAsLong();
        batch.forEach(one -> failing.putIfAbsent(one, now));
        long oldest = failing.values().iterator().next();
        if (now - oldest > FAILS_FOR_LONG.toNanos()) {
            stage.failed("settlements are not stored: " + cause, FAILS_FOR_LONG);
        }
    }

    private static void notified(Pending one, long receipts) {
        try {
            one.whenDurable().stored(receipts);
        } catch (Throwable e) {
            FAULTS.error(one.settlement().delivery().id() + " is settled, but the relay failed to continue", e);
        }
    }

    private static void pause() {
        LockSupport.parkNanos(AGAIN.toNanos());
    }

    /** Is notified that a settlement is durable. */
    @FunctionalInterface
    public interface Durable {
        /** @param receipts the offset in the topic of the receipts from which later settlements will be found */
        void stored(long receipts);
    }

    private record Pending(Settlement settlement, Durable whenDurable) {
        /** Of the event, which only a dead letter has in it. */
        long bytes() {
            return settlement instanceof Settlement.DeadLettered
                    ? settlement.delivery().event().length
                    : 0;
        }
    }
}
