package io.alertrelay.testing;

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
 * The wall clock of other processes, by Debian's libfaketime: a file says how far it is ahead. Only {@code
 * CLOCK_REALTIME} is changed; what waits, waits by the monotonic clock.
 */
public final class FakedClock {
    private static final List<Path> LIBRARIES = List.of(
            Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"),
            Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"));

    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    private final Optional<Path> library =
            LIBRARIES.stream().filter(Files::exists).findFirst();
    private final Path file;

    /** @param folder for the file */
    public FakedClock(Path folder) {
        this.file = folder.resolve("clock");
        library.ifPresent(present -> set(Duration.ZERO));
    }

    /** Whether it can be set: libfaketime is installed. */
    public boolean isThere() {
        return library.isPresent();
    }

    /** Sets it, within a second. */
    public void set(Duration ahead) {
        try {
            // In one piece, for a process reads it at any moment.
            Path written = Files.writeString(file.resolveSibling("clock.next"), "%+d".formatted(ahead.toSeconds()));
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For a process that is to read it; empty if it can't be set. */
    public Map<String, String> environment() {
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
    public static void forget(long pid) {
        try {
            Files.deleteIfExists(SHARED_MEMORY.resolve("faketime_shm_" + pid));
            Files.deleteIfExists(SHARED_MEMORY.resolve("sem.faketime_sem_" + pid));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
