package io.alertrelay.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Signals to other processes. */
public final class ProcessSignal {
    private static final long LOOK_AGAIN_NANOS = 1_000_000;

    private ProcessSignal() {}

    /**
     * Sends a signal by its name. SIGSTOP has arrived at every thread when this returns: on a busy machine some run on
     * for a while after it was sent.
     */
    public static void send(long pid, String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(pid)).start().waitFor();
        while (name.equals("STOP") && runs(pid)) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }

    private static boolean runs(long pid) throws IOException {
        Path tasks = Path.of("/proc", String.valueOf(pid), "task");
        if (!Files.isDirectory(tasks)) {
            return false;
        }
        try (Stream<Path> threads = Files.list(tasks)) {
            return threads.anyMatch(thread -> "RSD".indexOf(state(thread)) >= 0);
        }
    }

    /** What stands behind the name in proc(5), {@code /proc/pid/stat}; a thread that has ended is dead. */
    private static char state(Path thread) {
        try {
            String stat = Files.readString(thread.resolve("stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2);
        } catch (IOException e) {
            return 'X';
        }
    }
}
