package io.alertrelay.time;

import java.time.Duration;
import java.util.function.LongSupplier;

/** The end of a wait, by a monotonic clock: setting the wall clock makes it neither shorter nor longer. */
public final class Deadline {
    private final LongSupplier nanos;
    private final long end;

    /** @param nanos monotonic time, as {@link System#nanoTime} gives it */
    public Deadline(LongSupplier nanos, Duration atMost) {
        this.nanos = nanos;
        this.end = nanos.getAsLong() + atMost.toNanos();
    }

    /** That long from now, by the machine's clock. */
    public static Deadline after(Duration atMost) {
        return new Deadline(System::nanoTime, atMost);
    }

    /** Whether there is no time left. */
    public boolean isOver() {
        return end - nanos.getAsLong() <= 0;
    }

    /** The time until then; zero when it is over. */
    public Duration left() {
        return Duration.ofNanos(Math.max(0, end - nanos.getAsLong()));
    }
}
