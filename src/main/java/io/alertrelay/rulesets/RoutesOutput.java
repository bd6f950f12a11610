package io.alertrelay.rulesets;

import io.alertrelay.config.ConvertedRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The option {@code -o}, and what is said of what was written. */
final class RoutesOutput {
    /** Something could not be carried over. */
    private static final int NOT_ALL = 3;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where to write. Without it: standard output.")
    private Path file;

    /** Writes, lists what could not be carried over, and returns the exit code. */
    int write(ConvertedRules rules, CommandLine line) throws IOException {
        if (file == null) {
            line.getOut().print(rules.text());
            line.getOut().flush();
        } else {
            Files.writeString(file, rules.text());
        }
        rules.notes().forEach(note -> line.getErr().println("not carried over: " + note));
        line.getErr().flush();
        return rules.notes().isEmpty() ? 0 : NOT_ALL;
    }
}
