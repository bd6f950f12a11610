package io.alertrelay.delivery;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an outbox has to say, said in order, by one thread at a time and never with the outbox's lock held: whoever
 * listens writes to a log, and a log may be slow. While one thread speaks, the others leave theirs to it and go on,
 * unless more than {@value #MOST} have gathered; then they wait.
 */
final class Announcements {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final int MOST = 1_000;

    private final Queue<Runnable> due = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final ReentrantLock speaking = new ReentrantLock();

    /** To be said next. Never blocks. */
    void add(Runnable announcement) {
        due.add(announcement);
        size.incrementAndGet();
    }

    /** Says what is due, or leaves it to the thread that speaks. Not to be called with the outbox's lock held. */
    void say() {
        while (!due.isEmpty() && (size.get() > MOST ? locked() : speaking.tryLock())) {
            try {
                for (Runnable next = due.poll(); next != null; next = due.poll()) {
                    size.decrementAndGet();
                    say(next);
                }
            } finally {
                speaking.unlock();
            }
        }
    }

    private boolean locked() {
        speaking.lock();
        return true;
    }

    private static void say(Runnable announcement) {
        try {
            announcement.run();
        } catch (Throwable e) {
            // Who listens must not end who delivers.
            LOG.error("what a channel does could not be told", e);
        }
    }
}
