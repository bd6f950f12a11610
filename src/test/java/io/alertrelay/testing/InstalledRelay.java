package io.alertrelay.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The relay as it is installed: the tar.gz that was built, unpacked, in an environment with nothing in it but what is
 * stated.
 */
public final class InstalledRelay {
    private final Path home;
    private final Path scripts;
    private final List<String> environment;

    /**
     * Installs it.
     *
     * @param home a folder that does not exist yet
     * @param environment variables, each as {@code NAME=value}
     */
    public InstalledRelay(Path home, List<String> environment) throws IOException {
        this.home = home;
        this.scripts = Files.createTempDirectory("relay-commands");
        this.environment = List.copyOf(environment);
        Files.createDirectories(home);
        Process tar = ShellCommand.of(
                        scripts,
                        List.of(
                                "tar",
                                "-xzf",
                                System.getProperty("relay.dist"),
                                "--strip-components=1",
                                "-C",
                                home.toString()))
                .inheritIO()
                .start();
        if (tar.onExit().join().exitValue() != 0) {
            throw new IOException("tar ended with " + tar.exitValue());
        }
    }

    /** Its folder. */
    public Path home() {
        return home;
    }

    /** What a command wrote, UTF-8, and its exit code. */
    public record Result(int exitCode, String out, String err) {}

    /** Runs a command to its end. */
    public Result run(String... args) throws IOException, InterruptedException {
        Path out = Files.createTempFile("relay", ".out");
        Path err = Files.createTempFile("relay", ".err");
        Process process = ShellCommand.of(scripts, command(args))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            if (!process.waitFor(3, TimeUnit.MINUTES)) {
                throw new IllegalStateException("relay " + List.of(args) + " does not end:\n" + Files.readString(err));
            }
            return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            process.destroyForcibly();
            Files.delete(out);
            Files.delete(err);
        }
    }

    /**
     * Starts {@code serve}, and returns when it takes webhooks.
     *
     * @param log is appended to
     */
    public Process serve(Path config, RelayClient client, Path log) throws IOException {
        Process process = ShellCommand.of(scripts, command("serve", "--config", config.toString(), "--no-watch"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        await("the relay is ready, see " + log)
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(300))
                .until(() -> client.health().path("status").asText().matches("up|degraded") || !process.isAlive());
        if (!process.isAlive()) {
            throw new IllegalStateException("the relay ended:\n" + Files.readString(log, StandardCharsets.UTF_8));
        }
        return process;
    }

    private List<String> command(String... args) {
        List<String> command = new ArrayList<>(List.of(
                "env", "-i", "PATH=/usr/bin:/bin", "HOME=" + home, "JAVA_HOME=" + System.getProperty("java.home")));
        command.addAll(environment);
        command.add(home.resolve("relay").toString());
        command.addAll(List.of(args));
        return command;
    }
}
