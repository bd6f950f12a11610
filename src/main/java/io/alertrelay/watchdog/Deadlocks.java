package io.alertrelay.watchdog;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;

/** Detects deadlocked threads. */
public final class Deadlocks implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final Duration HOLDS = Duration.ofSeconds(15);

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Stage stage;
    private final Repeated looks;

    /** @param stage to which a deadlock is reported */
    public Deadlocks(Stage stage) {
        this.stage = stage;
        this.looks = new Repeated("deadlocks", stage, EVERY, EVERY, this::look);
    }

    /** Starts checking. */
    public void start() {
        looks.start();
    }

    void look() {
        long[] locked = threads.findDeadlockedThreads();
        if (locked != null) {
            String names = Arrays.stream(threads.getThreadInfo(locked))
                    .filter(Objects::nonNull)
                    .map(ThreadInfo::getThreadName)
                    .sorted()
                    .collect(Collectors.joining(", "));
            stage.failed("these threads wait for one another: " + names, HOLDS);
        }
    }

    @Override
    public void close() {
        looks.close();
    }
}
