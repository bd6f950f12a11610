package io.alertrelay.delivery;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an outbox announces to its listeners, in order, by one thread at a time and never with the outbox's lock held:
 * listeners write to a log, and a log may be slow. While one thread announces, the others leave theirs to it and
 * continue, unless more than {@value #MOST} are queued; then they wait.
 */
final class Announcements {
    private static final Logger LOG = LoggerFactory.getLogger(Announcements.class);
    private static final int MOST = 1_000;

    private final Queue<Runnable> due = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final ReentrantLock sending = new ReentrantLock();

    /** Queues an announcement. Never blocks. */
    void add(Runnable announcement) {
        due.add(announcement);
        size.incrementAndGet();
    }

    /**
     * Sends the queued announcements, or leaves them to the thread that is sending. Must not be called with the
     * outbox's lock held.
     */
    void sendAll() {
        while (!due.isEmpty() && (size.get() > MOST ? locked() : sending.tryLock())) {
            try {
                for (Runnable next = due.poll(); next != null; next = due.poll()) {
                    size.decrementAndGet();
                    send(next);
                }
            } finally {
                sending.unlock();
            }
        }
    }

    private boolean locked() {
        sending.lock();
        return true;
    }

    private static void send(Runnable announcement) {
        try {
            announcement.run();
        } catch (Throwable e) {
            // A listener must not end the thread that delivers.
            LOG.error("what a channel does could not be reported", e);
        }
    }
}
