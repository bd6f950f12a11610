package io.alertrelay.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A command whose arguments reach the process in UTF-8: Java writes them in the charset of this JVM. */
public final class ShellCommand {
    private ShellCommand() {}

    /**
     * To be started; the process is the command's, not the shell's.
     *
     * @param folder for a script
     */
    public static ProcessBuilder of(Path folder, List<String> command) throws IOException {
        String line = command.stream()
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" ", "exec ", "\n"));
        Path script = Files.writeString(Files.createTempFile(folder, "command", ".sh"), line);
        return new ProcessBuilder("sh", script.toString());
    }
}
