package io.alertrelay.replay;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Whether this relay is the one that carries out replays: while it has the one partition of their topic, and is not
 * being stopped. The thread of the replays waits here for that and for changes; whoever withdraws the partition waits
 * until that thread has let go. All that changes is guarded by the lock.
 */
final class ReplayLead {
    private static final Duration IDLE = Duration.ofSeconds(5);

    private final Runnable progress;
    /** Set before the thread of the replays is started. */
    private BooleanSupplier allowed = () -> false;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean leading;
    private boolean busy;
    private boolean woken;
    private boolean closed;

    /** @param progress is run by the thread of the replays while it waits */
    ReplayLead(Runnable progress) {
        this.progress = progress;
    }

    /** @param certainly whether the partition certainly still belongs to this relay */
    void allowedBy(BooleanSupplier certainly) {
        allowed = certainly;
    }

    /** This relay has the partition. */
    void taken() {
        change(() -> leading = true);
    }

    /** It has the partition no more: returns when the thread of the replays has let go, or after that time. */
    void withdrawn(Duration longest) {
        lock.lock();
        try {
            leading = false;
            changed.signalAll();
            long patience = longest.toNanos();
            while (busy && patience > 0) {
                patience = changed.awaitNanos(patience);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** The thread of the replays has let go. */
    void released() {
        change(() -> busy = false);
    }

    /** There is something new in the topic of replays. */
    void wake() {
        change(() -> woken = true);
    }

    /** The relay is being stopped. */
    void close() {
        change(() -> closed = true);
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until this relay has the partition, and holds it until {@link #released}; false if it is being stopped. */
    boolean await() throws InterruptedException {
        lock.lock();
        try {
            while (!leading && !closed) {
                changed.awaitNanos(IDLE.toNanos());
                progress.run();
            }
            busy = !closed;
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** Whether this relay has the partition, as far as it was told, and is not being stopped. */
    boolean lasts() {
        lock.lock();
        try {
            return leading && !closed;
        } finally {
            lock.unlock();
        }
    }

    /** Whether it lasts, and the partition certainly still belongs to this relay. */
    boolean isCertain() {
        return lasts() && allowed.getAsBoolean();
    }

    /** Waits so long, or until something is new or it does not last any more. */
    void pause(Duration longest) throws InterruptedException {
        lock.lock();
        try {
            long patience = longest.toNanos();
            while (leading && !closed && !woken && patience > 0) {
                patience = changed.awaitNanos(patience);
            }
            progress.run();
            woken = false;
        } finally {
            lock.unlock();
        }
    }
}
