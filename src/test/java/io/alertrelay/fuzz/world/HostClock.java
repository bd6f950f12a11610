package io.alertrelay.fuzz.world;

import io.alertrelay.fuzz.history.WallClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The wall clock that the relays read, by Debian's libfaketime: a file says how far it is ahead. Only {@code
 * CLOCK_REALTIME} is changed; what waits, waits by the monotonic clock.
 */
public final class HostClock {
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");
    private static final List<Path> LIBRARIES = List.of(
            Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"),
            Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"));

    private final Optional<Path> library =
            LIBRARIES.stream().filter(Files::exists).findFirst();
    private final WallClock history = new WallClock();
    private final Path file;
    private volatile Duration offset = Duration.ZERO;

    /** @param folder for the file */
    HostClock(Path folder) {
        this.file = folder.resolve("clock");
        library.ifPresent(present -> write(Duration.ZERO));
    }

    /** Whether it can be stepped. */
    public boolean steps() {
        return library.isPresent();
    }

    /** Steps it, within a second; a clock that can't be stepped stays right. */
    public void step(Duration next) {
        if (steps()) {
            write(next);
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
        return library.map(present -> Map.of(
                        "LD_PRELOAD", present.toString(),
                        "FAKETIME_TIMESTAMP_FILE", file.toString(),
                        "FAKETIME_CACHE_DURATION", "1",
                        "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                        // Or else every wait of a JVM ends at once.
                        "FAKETIME_FORCE_MONOTONIC_FIX", "0"))
                .orElse(Map.of());
    }

    /** Removes what libfaketime leaves of a process that was killed: the next one of that id would not start. */
    static void forget(long pid) {
        try {
            Files.deleteIfExists(SHARED_MEMORY.resolve("faketime_shm_" + pid));
            Files.deleteIfExists(SHARED_MEMORY.resolve("sem.faketime_sem_" + pid));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In one piece, for a process reads it at any moment. */
    private void write(Duration ahead) {
        try {
            Path written = Files.writeString(file.resolveSibling("clock.next"), "%+d".formatted(ahead.toSeconds()));
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
