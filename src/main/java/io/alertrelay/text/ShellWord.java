package io.alertrelay.text;

import java.util.regex.Pattern;

/** A name as an argument of a command that people copy into a shell. */
public final class ShellWord {
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_.:/@%+,-]+");

    private ShellWord() {}

    /** As it is, or in single quotes if a shell would read it otherwise. */
    public static String of(String name) {
        return PLAIN.matcher(name).matches() ? name : "'" + name.replace("'", "'\\''") + "'";
    }
}
