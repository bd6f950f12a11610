package io.alertrelay.time;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A monotonic clock that goes on while the machine sleeps, unlike {@link System#nanoTime} on Linux. Sleep moves the
 * wall clock forward, as setting it does; which of both it was is asked of the system's uptime, and only then, because
 * that is a file. Where the system has none, sleep is not counted. Thread-safe.
 */
public final class PassedTime implements LongSupplier {
    private static final Path UPTIME = Path.of("/proc/uptime");

    private final LongSupplier nanos;
    private final WallClockSteps wall;
    private final Supplier<OptionalLong> uptime;
    private final OptionalLong aheadAtFirst;
    private long slept;

    /**
     * A clock that counts sleep from now on.
     *
     * @param nanos a monotonic clock that may stand still while the machine sleeps
     * @param uptime of the machine in nanoseconds, with the time that it slept; empty if that is not known
     */
    PassedTime(LongSupplier nanos, InstantSource wall, Supplier<OptionalLong> uptime) {
        this.nanos = nanos;
        this.wall = new WallClockSteps(wall, nanos);
        this.uptime = uptime;
        this.aheadAtFirst = ahead();
    }

    /** The clock of this machine. */
    public static PassedTime ofSystem() {
        return new PassedTime(System::nanoTime, InstantSource.system(), PassedTime::uptime);
    }

    /** Nanoseconds from any origin. */
    @Override
    public synchronized long getAsLong() {
        if (!wall.step().isZero() && aheadAtFirst.isPresent()) {
            // Never less than before: the uptime is rounded.
            ahead().ifPresent(now -> slept = Math.max(slept, now - aheadAtFirst.getAsLong()));
        }
        return nanos.getAsLong() + slept;
    }

    /** How far the uptime is ahead of the clock. */
    private OptionalLong ahead() {
        OptionalLong up = uptime.get();
        return up.isPresent() ? OptionalLong.of(up.getAsLong() - nanos.getAsLong()) : up;
    }

    private static OptionalLong uptime() {
        try {
            String text = Files.readString(UPTIME);
            return OptionalLong.of((long) (Double.parseDouble(text.substring(0, text.indexOf(' '))) * 1e9));
        } catch (IOException | RuntimeException e) {
            return OptionalLong.empty();
        }
    }
}
