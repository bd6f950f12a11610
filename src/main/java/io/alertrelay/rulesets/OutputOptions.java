package io.alertrelay.rulesets;

import io.alertrelay.config.ConvertedRules;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The options of a command that writes rules: where to, and whether over a file that is there. */
final class OutputOptions {
    /** The exit code if something could not be converted. */
    private static final int NOT_ALL = 3;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where to write. Without it: standard output.")
    private Path file;

    @Option(names = "--force", description = "Replaces the file, if there is one.")
    private boolean force;

    /** Writes the rules, lists what could not be converted, and returns the exit code. */
    int write(ConvertedRules rules, CommandLine line) throws IOException {
        if (file == null) {
            line.getOut().print(rules.text());
            line.getOut().flush();
        } else {
            OutputFile.check(file, force, line);
            OutputFile.write(file, rules.text());
        }
        rules.notes().forEach(note -> line.getErr().println("not carried over: " + note));
        line.getErr().flush();
        return rules.notes().isEmpty() ? 0 : NOT_ALL;
    }
}
