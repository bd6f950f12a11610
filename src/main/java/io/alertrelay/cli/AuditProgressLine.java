package io.alertrelay.cli;

import io.alertrelay.reading.AuditProgress;
import java.io.PrintWriter;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Help.Ansi;

/**
 * Shows on a terminal, in one line that is overwritten, the progress of something that takes longer than two seconds.
 */
public final class AuditProgressLine implements AuditProgress, AutoCloseable {
    private static final int BAR = 20;
    private static final long FIRST_MILLIS = 2_000;
    private static final long EVERY_MILLIS = 300;
    private static final String CLEAR = "\r\u001b[K";

    private final PrintWriter err;
    private final long begun = System.nanoTime();
    private final ScheduledExecutorService ticks;
    private volatile String far = "";
    private boolean shown;

    private AuditProgressLine(PrintWriter err, boolean terminal) {
        this.err = err;
        this.ticks = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
        });
        if (terminal) {
            ticks.scheduleWithFixedDelay(this::show, FIRST_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Shows nothing until the first progress. */
    public static AuditProgressLine on(PrintWriter err) {
        return new AuditProgressLine(err, Ansi.AUTO.enabled());
    }

    /** Shows what is being done while its progress is not known. */
    void is(String what) {
        far = what;
    }

    @Override
    public void read(String topic, long read, long total) {
        if (read == 1 || read % 256 == 0) {
            int done = (int) (BAR * read / Math.max(read, total));
            String bar = "█".repeat(done) + "░".repeat(BAR - done);
            far = "%s %s: %,d of %,d".formatted(bar, topic, read, total);
        }
    }

    private synchronized void show() {
        if (!ticks.isShutdown() && !far.isEmpty()) {
            err.print(CLEAR + far + ", " + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun) + " s");
            err.flush();
            shown = true;
        }
    }

    /** Erases the line. */
    @Override
    public synchronized void close() {
        ticks.shutdownNow();
        if (shown) {
            err.print(CLEAR);
            err.flush();
            shown = false;
        }
    }
}
