package io.alertrelay.reading;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Tells what a start waits for: whenever that changes, and again every few minutes, so that a log that is cut has it.
 */
public final class StartWait {
    private static final Duration AGAIN = Duration.ofMinutes(5);

    private final StartupListener startup;
    private final LongSupplier nanos;
    private String told = "";
    private long toldAt;

    /** With the machine's monotonic clock. */
    public StartWait(StartupListener startup) {
        this(startup, System::nanoTime);
    }

    /** @param nanos monotonic time, as {@link System#nanoTime} gives it */
    public StartWait(StartupListener startup, LongSupplier nanos) {
        this.startup = startup;
        this.nanos = nanos;
    }

    /** @param what as {@link StartupListener#waiting} takes it; called at each attempt */
    public void on(String what) {
        long now = nanos.getAsLong();
        if (!what.equals(told) || now - toldAt >= AGAIN.toNanos()) {
            told = what;
            toldAt = now;
            startup.waiting(what);
        }
    }
}
