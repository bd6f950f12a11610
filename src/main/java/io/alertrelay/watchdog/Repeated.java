package io.alertrelay.watchdog;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Repeats a task with a pause in between, on its own thread. A failed round does not end it, as it would silently with
 * a {@link java.util.concurrent.ScheduledExecutorService}; and one that hangs is detected.
 */
public final class Repeated implements AutoCloseable {
    /** The time between two signs of life, however long the pause is. */
    private static final Duration SIGN = Duration.ofSeconds(5);

    private final Stage stage;
    private final SupervisedThread.Work round;
    private final Duration first;
    private final Duration pause;
    private final SupervisedThread thread;
    private final Semaphore wanted = new Semaphore(0);
    private volatile boolean closed;
    private boolean begun;

    /**
     * Does nothing until {@link #start}.
     *
     * @param first the delay of the first round
     * @param pause between the end of a round and the next
     */
    public Repeated(String name, Stage stage, Duration first, Duration pause, SupervisedThread.Work round) {
        this.stage = stage;
        this.round = round;
        this.first = first;
        this.pause = pause;
        this.thread = new SupervisedThread(name, stage, this::run);
    }

    /** Begins. */
    public void start() {
        thread.start();
    }

    private void run() throws Exception {
        // After a restart by a fault, it continues with the pause.
        boolean over = pause(begun ? pause : first);
        begun = true;
        while (!over) {
            round.run();
            stage.progress();
            over = pause(pause);
        }
    }

    /** Runs the next round soon, without waiting for the pause. */
    public void now() {
        wanted.release();
    }

    /** Waits; true if it is over. */
    private boolean pause(Duration length) throws InterruptedException {
        Duration left = length;
        while (left.compareTo(Duration.ZERO) > 0) {
            Duration slice = left.compareTo(SIGN) < 0 ? left : SIGN;
            if (wanted.tryAcquire(slice.toNanos(), TimeUnit.NANOSECONDS)) {
                wanted.drainPermits();
                return closed;
            }
            stage.progress();
            left = left.minus(slice);
        }
        return closed;
    }

    /** Stops; interrupts a current round. */
    @Override
    public void close() {
        closed = true;
        wanted.release();
        thread.stop();
    }

    /** The same, and waits for the current round; returns whether it has ended. */
    public boolean close(Duration atMost) {
        close();
        return thread.join(atMost);
    }
}
