package io.alertrelay.kafka.embedded;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process that uses a data folder, as it stands in the file of the lock.
 *
 * @param kind whether it is a relay
 * @param command as people know it, such as {@code relay audit}
 * @param pid its id where it runs
 */
public record FolderUser(Kind kind, String command, long pid) {
    private static final Pattern LINE = Pattern.compile("(RELAY|READER|WRITER) (\\d{1,18}) ([\\w -]{1,80})\\s*");
    private static final Pattern SUBCOMMAND = Pattern.compile("[a-z][a-z-]*");

    /** What it uses the folder for. */
    public enum Kind {
        /** It is a relay. */
        RELAY,
        /** It is a command that reads, and can be run again. */
        READER,
        /** It is a command that writes, and should come to its end. */
        WRITER
    }

    /** This process, which is a relay. */
    public static FolderUser relay() {
        return new FolderUser(Kind.RELAY, "relay serve", ProcessHandle.current().pid());
    }

    /** This process, which is a command of the relay's. */
    public static FolderUser command(Kind kind) {
        return new FolderUser(
                kind,
                named(System.getProperty("sun.java.command", "")),
                ProcessHandle.current().pid());
    }

    /** Without its options: they may be long. */
    static String named(String javaCommand) {
        String[] words = javaCommand.split(" ");
        return words.length > 1 && SUBCOMMAND.matcher(words[1]).matches() ? "relay " + words[1] : "a relay command";
    }

    static Optional<FolderUser> parse(String line) {
        Matcher matcher = LINE.matcher(line);
        return matcher.matches()
                ? Optional.of(new FolderUser(
                        Kind.valueOf(matcher.group(1)), matcher.group(3), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    String line() {
        return kind + " " + pid + " " + command + "\n";
    }

    /** Whether it is one of the relay's commands, which end by themselves. */
    public boolean isCommand() {
        return kind != Kind.RELAY;
    }

    @Override
    public String toString() {
        return command + " (pid " + pid + ")";
    }
}
