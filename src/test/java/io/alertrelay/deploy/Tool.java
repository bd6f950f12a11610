package io.alertrelay.deploy;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A program of Debian's that an example is for. Where it is not installed, the test is left out and says so. */
final class Tool {
    private static final List<String> FOLDERS = List.of("/usr/sbin", "/usr/bin", "/bin");

    private final Path command;

    private Tool(Path command) {
        this.command = command;
    }

    /** @param debianPackage to be named where the program is missing */
    static Tool find(String name, String debianPackage) {
        List<Path> found = Stream.concat(
                        FOLDERS.stream(), Stream.of(System.getenv("PATH").split(":")))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .toList();
        assumeTrue(!found.isEmpty(), "there is no " + name + ": install Debian's package " + debianPackage);
        return new Tool(found.get(0));
    }

    /** What it says, to both of its outputs, and its exit code at the end. */
    String run(String... arguments) throws IOException, InterruptedException {
        Process process = builder(arguments).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return output + "exit code " + process.waitFor();
    }

    /** To be started, with both of its outputs in one. */
    ProcessBuilder builder(String... arguments) {
        List<String> all = new ArrayList<>(List.of(command.toString()));
        all.addAll(List.of(arguments));
        return new ProcessBuilder(all).redirectErrorStream(true);
    }
}
