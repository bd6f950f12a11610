package io.alertrelay.delivery;

import io.alertrelay.record.Delivery;
import io.alertrelay.watchdog.LastResortLog;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.LoggerFactory;

/**
 * What has ended in an outbox and is not recorded yet: the recorder has it; when it is durable the listener is
 * notified, and what follows from that happens last. When a partition is read again meanwhile, none of it is accepted
 * again. It also knows what the channel's outbox before this one had not recorded when it ended: the recorder still has
 * that, so it is waited for, and not sent again.
 *
 * <p>Guarded by the outbox's lock: its methods are called with the lock held, unless they say otherwise.
 */
final class Recordings {
    private static final LastResortLog FAULTS = new LastResortLog(LoggerFactory.getLogger(Recordings.class));

    private final ReentrantLock lock;
    private final Recorder recorder;
    private final OutboxListener listener;
    private final Unrecorded current = new Unrecorded();
    /** Those of the outbox before this one that have not been offered to this one yet. */
    private final Unrecorded former;

    private int size;

    /** @param lock of the outbox */
    Recordings(ReentrantLock lock, Recorder recorder, OutboxListener listener, Unrecorded former) {
        this.lock = lock;
        this.recorder = recorder;
        this.listener = listener;
        this.former = former.copy();
    }

    /** How many are being recorded. */
    int size() {
        return size;
    }

    boolean contains(Delivery delivery) {
        return current.contains(delivery);
    }

    /** The ids of those that are being recorded. */
    Set<String> ids() {
        return current.ids();
    }

    /** A copy of all, of this outbox and of those before it. */
    Unrecorded unrecorded() {
        return current.and(former);
    }

    /**
     * Records a settlement. Never blocks.
     *
     * @param then when it is durable, after the listener was notified; with the lock held
     */
    void record(Settlement settlement, Runnable then) {
        recorder.record(settlement, receipts -> {
            try {
                listener.settled(settlement, receipts);
            } finally {
                recorded(settlement.delivery(), receipts, then);
            }
        });
        begin(settlement.delivery());
    }

    /** It is being recorded from now on, for this outbox or for the one before it. */
    void begin(Delivery delivery) {
        size++;
        current.add(delivery);
    }

    /**
     * Whether the outbox before this one had not recorded it when it ended: that is said once. It must {@link #begin},
     * and then be {@linkplain #follow followed}.
     *
     * @return complete when it is recorded, with the offset of the receipts from which later ones will be found; empty
     *     if it is not one of these
     */
    Optional<CompletableFuture<Long>> byFormer(Delivery delivery) {
        return former.take(delivery);
    }

    /**
     * Follows what the outbox before this one records, perhaps at once: to be called without the lock.
     *
     * @param recorded complete when it has recorded it
     * @param then after the listener was notified; with the lock held
     */
    void follow(Delivery delivery, CompletableFuture<Long> recorded, Runnable then) {
        recorded.thenAccept(receipts -> recordedByFormer(delivery, receipts, then));
    }

    private void recordedByFormer(Delivery delivery, long receipts, Runnable then) {
        try {
            listener.settledBefore(delivery, receipts);
        } catch (Throwable e) {
            FAULTS.error(delivery.id() + " is settled, but the relay failed to continue", e);
        } finally {
            recorded(delivery, receipts, then);
        }
    }

    private void recorded(Delivery delivery, long receipts, Runnable then) {
        Optional<CompletableFuture<Long>> waitedFor;
        lock.lock();
        try {
            size--;
            waitedFor = current.take(delivery);
            then.run();
        } finally {
            lock.unlock();
        }
        waitedFor.ifPresent(recorded -> recorded.complete(receipts));
    }
}
