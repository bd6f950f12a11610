package io.alertrelay.fuzz.world;

import io.alertrelay.testing.FakedClock;
import io.alertrelay.testing.PackedRelay;
import io.alertrelay.testing.ProcessSignal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM of its own with what this one tests, so that it can be killed. Ends with this one at the latest. */
final class Child {
    private static final int STOP_SECONDS = 40;

    private final String name;
    private final Process process;
    private final Thread reaper;
    private final long startedAt = System.currentTimeMillis();

    private Child(String name, Process process) {
        this.name = name;
        this.process = process;
        this.reaper = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(reaper);
    }

    /** Starts it; what it prints is appended to the log. */
    static Child start(String name, Launch launch, Path log, String main, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(launch.commandPrefix());
        command.addAll(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx384m"));
        command.addAll(launch.options());
        command.addAll(PackedRelay.program(main));
        command.addAll(arguments);
        ProcessBuilder process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        launch.applyTo(process);
        return new Child(name, process.start());
    }

    String name() {
        return name;
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Epoch milliseconds. */
    long startedAt() {
        return startedAt;
    }

    /** Sends it a signal by its name, if it has not ended. */
    void signal(String name) throws IOException, InterruptedException {
        if (process.isAlive()) {
            ProcessSignal.send(process.pid(), name);
        }
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
        forget();
    }

    /**
     * SIGTERM, and its exit code.
     *
     * @throws WorldException if it does not end in time
     */
    int stop() throws InterruptedException, WorldException {
        process.destroy();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            kill();
            throw new WorldException(name + " did not end within " + STOP_SECONDS + " s of SIGTERM");
        }
        forget();
        return process.exitValue();
    }

    /** Waits for it to end by itself, and returns its exit code. */
    int exit() throws InterruptedException, WorldException {
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            kill();
            throw new WorldException(name + " did not end within " + STOP_SECONDS + " s");
        }
        forget();
        return process.exitValue();
    }

    private void forget() {
        FakedClock.forget(process.pid());
        try {
            Runtime.getRuntime().removeShutdownHook(reaper);
        } catch (IllegalStateException e) {
            // This JVM ends already, and the hook with it.
        }
    }
}
