package io.alertrelay.camel;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Bounds the memory of routing results until they are stored, in bytes for each partition; one batch may exceed it. A
 * partition that can't be stored takes no room of another one.
 */
final class RoutingRoom {
    private final long most;
    private final Map<Integer, Long> taken = new HashMap<>();

    /** @param most for one partition */
    RoutingRoom(long most) {
        this.most = most;
    }

    /** Room that is taken. Giving it back more than once has no effect. */
    final class Share {
        private final int partition;
        private final long bytes;
        private final AtomicBoolean given = new AtomicBoolean();

        private Share(int partition, long bytes) {
            this.partition = partition;
            this.bytes = bytes;
        }

        long bytes() {
            return bytes;
        }

        void giveBack() {
            if (given.compareAndSet(false, true)) {
                free(partition, bytes);
            }
        }
    }

    /** Whether more may be made of the partition. */
    synchronized boolean isFree(int partition) {
        return taken.getOrDefault(partition, 0L) < most;
    }

    /**
     * Waits until some room is given back, or for that long; less if the thread is interrupted, which it then stays.
     */
    synchronized void awaitChange(long millis) {
        try {
            wait(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    synchronized Share take(int partition, long bytes) {
        taken.merge(partition, bytes, Long::sum);
        return new Share(partition, bytes);
    }

    private synchronized void free(int partition, long bytes) {
        taken.merge(partition, -bytes, Long::sum);
        notifyAll();
    }
}
