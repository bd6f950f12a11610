package io.alertrelay.watchdog;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A daemon thread whose work is restarted, after a pause, when it ends by a bug or an Error, for example because no
 * native thread could be created. When it ends again and again its stage counts as stopped.
 */
public final class SupervisedThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SupervisedThread.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    /** Work that ran for this long before it ended does not count as ending repeatedly. */
    private static final Duration SOUND = Duration.ofSeconds(60);

    private static final int AGAIN_AND_AGAIN = 3;

    private final Supplier<Stage> stage;
    private final Work work;
    private final Thread thread;
    private final CountDownLatch stopping = new CountDownLatch(1);

    /**
     * A thread that does nothing until {@link #start}.
     *
     * @param stage counts restarts; the work itself reports progress
     */
    public SupervisedThread(String name, Stage stage, Work work) {
        this(name, () -> stage, work);
    }

    /**
     * The same for a thread that runs before it is watched.
     *
     * @param stage the current one
     */
    public SupervisedThread(String name, Supplier<Stage> stage, Work work) {
        this.stage = stage;
        this.work = work;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    /** Begins. */
    public void start() {
        stage.get().working();
        thread.start();
    }

    /** Interrupts the work, which is not restarted. */
    public void stop() {
        stopping.countDown();
        thread.interrupt();
    }

    /** Waits until the work has ended; returns whether it has. It is not restarted from now on, and not interrupted. */
    public boolean join(Duration atMost) {
        stopping.countDown();
        try {
            thread.join(Math.max(1, atMost.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    /** The same as {@link #stop}. */
    @Override
    public void close() {
        stop();
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        int endings = 0;
        while (true) {
            long begun = System.nanoTime();
            Throwable cause;
            try {
                work.run();
                break;
            } catch (Throwable e) {
                // Errors, too: whatever it is, the work must not end silently.
                cause = e;
            }
            if (System.nanoTime() - begun > SOUND.toNanos()) {
                endings = 0;
                pause = FIRST_PAUSE;
            }
            endings++;
            if (stopped(pause, endings, cause)) {
                break;
            }
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
        stage.get().idle();
    }

    /** Logs it, and waits for a moment; true if it must not restart. */
    private boolean stopped(Duration pause, int endings, Throwable cause) {
        try {
            if (stopping.getCount() == 0) {
                return true;
            }
            stage.get().restarted();
            if (endings == 1) {
                LOG.error("{} ended by a fault of the relay's own, and is restarted", thread.getName(), cause);
            }
            if (endings >= AGAIN_AND_AGAIN) {
                stage.get().failed("it ends again and again: " + cause, LONGEST_PAUSE.multipliedBy(3));
            }
            return stopping.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            // If that was not stop(), it does not count.
            return stopping.getCount() == 0;
        } catch (Throwable e) {
            // Not even logging works. It is restarted nevertheless.
            return stopping.getCount() == 0;
        }
    }

    /** What the thread does. */
    @FunctionalInterface
    public interface Work {
        /** Returns when there is nothing to be done any more. */
        void run() throws Exception;
    }
}
