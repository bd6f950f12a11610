package io.alertrelay.cli;

import io.alertrelay.text.OneLine;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The encodings by which this JVM read its arguments and environment. It reads them before any code of the relay runs,
 * by the locale: under {@code LC_ALL=C} everything but ASCII is lost, under another encoding it may become another
 * text. What may have been damaged is refused, because an answer about a team {@code ??} would look like a correct one.
 *
 * @param arguments the encoding of arguments and of the names of files
 * @param environment the encoding of environment variables
 */
public record JvmEncoding(String arguments, String environment) {
    private static final String UTF_8 = "UTF-8";
    /** Replaces bytes that are invalid in the encoding. */
    private static final char UNREADABLE = '\uFFFD';

    /** The encodings of this process. */
    public static JvmEncoding current() {
        // Up to JDK 17 the default charset reads the environment; later ones read both alike.
        String names = System.getProperty("sun.jnu.encoding", UTF_8);
        return new JvmEncoding(names, System.getProperty("file.encoding", UTF_8).equals(UTF_8) ? names : "another one");
    }

    /**
     * Why the command can't be executed as it was meant; empty if it can.
     *
     * @param folder the current one, to which the names of files are relative
     */
    public Optional<String> refusal(List<String> args, String folder) {
        return IntStream.range(0, args.size())
                .filter(i -> !readable(args.get(i)))
                .mapToObj(i -> "argument " + (i + 1) + ", \"" + OneLine.of(args.get(i)) + "\",")
                .findFirst()
                .or(() -> Optional.of("the name of the current folder").filter(what -> !readable(folder)))
                .map(what -> what + " can't be read: expected UTF-8, and this JVM was started to read "
                        + (arguments.equals(UTF_8) ? "that" : arguments)
                        + ". Start it by ./relay, or with LC_ALL=C.UTF-8 in the environment.");
    }

    private boolean readable(String text) {
        return text.indexOf(UNREADABLE) < 0 && (arguments.equals(UTF_8) || isAscii(text));
    }

    /** The variables; the unreadable part of a value is U+FFFD. */
    public Map<String, String> environment(Map<String, String> variables) {
        Map<String, String> read = new HashMap<>(variables);
        if (!environment.equals(UTF_8)) {
            read.replaceAll((name, value) -> value.replaceAll("[^\\x00-\\x7F]", String.valueOf(UNREADABLE)));
        }
        return read;
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }
}
