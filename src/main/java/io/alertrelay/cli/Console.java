package io.alertrelay.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import picocli.CommandLine;

/** The output of the process: UTF-8 and plain digits, whatever locale it was started in. */
public final class Console {
    private Console() {}

    /** From now on, for all that this process writes. Before anything is written. */
    public static void prepare() {
        // In others "I" in lower case is no "i", years are Buddhist ones and digits Arabic ones: also for scripts that
        // read what commands print, and in the libraries.
        Locale.setDefault(Locale.ROOT);
        System.setOut(stream(FileDescriptor.out));
        System.setErr(stream(FileDescriptor.err));
    }

    /** The command line, writing there. */
    public static CommandLine writing(CommandLine line) {
        return line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    }

    private static PrintStream stream(FileDescriptor of) {
        return new PrintStream(new FileOutputStream(of), true, StandardCharsets.UTF_8);
    }
}
