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

    /** Sets this up for the whole process; to be called before anything is written. */
    public static void prepare() {
        // In other locales "I" in lower case is not "i", years may be Buddhist and digits Arabic: that would break
        // scripts that read the output of commands, and libraries.
        Locale.setDefault(Locale.ROOT);
        System.setOut(stream(FileDescriptor.out));
        System.setErr(stream(FileDescriptor.err));
    }

    /** The command line, writing to this output. */
    public static CommandLine writing(CommandLine line) {
        return line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    }

    private static PrintStream stream(FileDescriptor of) {
        return new PrintStream(new FileOutputStream(of), true, StandardCharsets.UTF_8);
    }
}
