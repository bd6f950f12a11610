package io.alertrelay.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine;

/** The output of the process: UTF-8 and plain digits, whatever locale it was started in. */
public final class Console {
    /** As in {@code st_mode} of POSIX. */
    private static final int FILE_KIND = 0170000;

    private static final int PIPE = 0010000;
    private static final int SOCKET = 0140000;

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

    /**
     * Whether something that was printed could not be written, to a full disk for example. Not if it went to a pipe or
     * a connection, whose reader had enough ({@code | head}).
     */
    public static boolean hasLost(CommandLine line) {
        return !isRead() && (line.getOut().checkError() || System.out.checkError());
    }

    /** The kind of file tells it: the message of the error depends on the locale. */
    private static boolean isRead() {
        try {
            int kind = (int) Files.getAttribute(Path.of("/dev/stdout"), "unix:mode") & FILE_KIND;
            return kind == PIPE || kind == SOCKET;
        } catch (IOException | IllegalArgumentException | UnsupportedOperationException e) {
            // As long as it is not known, nobody is alarmed.
            return true;
        }
    }

    private static PrintStream stream(FileDescriptor of) {
        return new PrintStream(new FileOutputStream(of), true, StandardCharsets.UTF_8);
    }
}
