package io.alertrelay.app;

import io.alertrelay.text.OneLine;
import io.alertrelay.time.Deadline;
import io.alertrelay.watchdog.Job;
import io.alertrelay.watchdog.Stage;
import io.alertrelay.watchdog.SupervisedThread;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The output of the log. No thread that logs waits for the reader of the log: with a pager that is not scrolled, a
 * stopped terminal or a collector that hangs, a write to a pipe blocks, and every thread of the relay logs. So a thread
 * of its own writes the lines. Lines beyond a bound, and those that can't be written, are dropped and counted, and the
 * count is logged when writing goes on.
 */
final class LogOut extends OutputStream {
    private static final Logger LOG = LoggerFactory.getLogger("relay");

    /** Some seconds of lines under full load. */
    static final int MOST_BYTES = 4 << 20;

    /** The relay logs something at least as often, usually. */
    private static final Duration FAULT_HOLDS = Duration.ofMinutes(2);

    private final OutputStream to;
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
    private volatile Stage stage = Stage.unwatched(Job.LOG);
    private boolean writing;
    private long lost;

    /** @param to may block; must throw if it can't write, as a {@code PrintStream} does not */
    LogOut(OutputStream to) {
        this.to = to;
    }

    /** Begins to write. */
    void start() {
        new SupervisedThread("log", () -> stage, this::run).start();
    }

    /** Begins to report to this stage that lines are written. */
    synchronized void reportTo(Stage watched) {
        stage = watched;
        watched.doing("a write to standard output, which is not read");
        if (writing) {
            watched.working();
        }
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    /** Queues a line: all of it, or nothing. */
    @Override
    public synchronized void write(byte[] bytes, int from, int length) {
        if (waiting.size() + length > MOST_BYTES) {
            lost++;
            return;
        }
        waiting.write(bytes, from, length);
        notifyAll();
    }

    /** Waits until everything is written, but no longer than this. */
    synchronized void await(Duration atMost) {
        Deadline until = Deadline.after(atMost);
        try {
            while (writing || waiting.size() > 0) {
                long left = until.left().toMillis();
                if (left <= 0) {
                    return;
                }
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() throws InterruptedException {
        while (true) {
            long missing = writeNext();
            if (missing > 0) {
                LOG.warn(
                        "{} lines of this log are missing here: standard output was not read fast enough, or could not be"
                                + " written",
                        missing);
            }
        }
    }

    /** For when writing goes on. */
    private synchronized void keepCount(long missing, byte[] block) {
        lost += missing + lines(block);
    }

    private static long lines(byte[] block) {
        long lines = 0;
        for (byte one : block) {
            lines += one == '\n' ? 1 : 0;
        }
        return lines;
    }

    /** Writes what is queued next; returns how many lines were dropped after it. */
    private long writeNext() throws InterruptedException {
        byte[] next;
        long missing;
        synchronized (this) {
            while (waiting.size() == 0) {
                wait();
            }
            stage.working();
            next = waiting.toByteArray();
            waiting.reset();
            missing = lost;
            lost = 0;
            writing = true;
        }
        try {
            to.write(next);
            to.flush();
        } catch (IOException e) {
            keepCount(missing, next);
            missing = 0;
            stage.failed(
                    "standard output can't be written: " + OneLine.of(String.valueOf(e.getMessage())), FAULT_HOLDS);
        } catch (Error e) {
            keepCount(missing, next);
            throw e;
        } finally {
            stage.idle();
            synchronized (this) {
                writing = false;
                notifyAll();
            }
        }
        return missing;
    }
}
