package io.alertrelay.rulesets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** A file of rules that a command writes: never half of it, and over another one only by order. */
final class OutputFile {
    private OutputFile() {}

    /**
     * Checks that it may be written.
     *
     * @param force whether it may replace a file
     * @throws ParameterException if it would
     */
    static void check(Path file, boolean force, CommandLine line) {
        if (Files.isRegularFile(file) && !force) {
            throw new ParameterException(line, "--output: there is a file " + file + " already; --force replaces it");
        }
    }

    /** Writes it whole or not at all; what is no file, such as a pipe, is written as it is. */
    static void write(Path file, String text) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            Files.writeString(file, text);
            return;
        }
        Path target = Files.exists(file) ? file.toRealPath() : file;
        Path whole = target.resolveSibling("." + target.getFileName() + ".new");
        try {
            Files.writeString(whole, text);
            Files.move(whole, target, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(whole);
        }
    }
}
