package io.alertrelay.fuzz.world;

import io.alertrelay.fuzz.history.WallClock;
import io.alertrelay.testing.FakedClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The wall clock that the relays read, and how it stood so far. */
public final class HostClock {
    private final WallClock history = new WallClock();
    private final FakedClock clock;
    private volatile Duration offset = Duration.ZERO;

    /** @param folder for its file */
    HostClock(Path folder) {
        this.clock = new FakedClock(folder);
    }

    /** Whether it can be stepped. */
    public boolean steps() {
        return clock.isThere();
    }

    /** Steps it, within a second; a clock that can't be stepped stays right. */
    public void step(Duration next) {
        if (steps()) {
            clock.set(next);
            offset = next;
            history.stepped(System.currentTimeMillis(), next);
        }
    }

    /** What it says now, as epoch milliseconds: a broker takes no record that it finds to be of the future. */
    long millis() {
        return System.currentTimeMillis() + offset.toMillis();
    }

    /** How it stood so far. */
    public WallClock history() {
        return history;
    }

    /** For a process that is to read it. */
    Map<String, String> environment() {
        return clock.environment();
    }
}
