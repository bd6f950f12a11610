package io.alertrelay.config;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds what a shell would have removed or replaced in a value: quotes, which files of variables for containers keep,
 * and references without braces.
 */
final class NotReplaced {
    private static final Pattern QUOTES = Pattern.compile("\".*\"|'.*'|“.*”|‘.*’", Pattern.DOTALL);
    private static final Pattern BARE = Pattern.compile("\\$[A-Za-z_][A-Za-z0-9_]*");

    private NotReplaced() {}

    /** What it is, without showing the value; empty if there is nothing. */
    static Optional<String> in(String value) {
        String text = value.strip();
        return isReference(text)
                ? Optional.of("a $ without the braces of ${NAME}")
                : isQuoted(text) ? Optional.of("quotes around it") : Optional.empty();
    }

    /** Whether it is a reference without braces and nothing else. */
    static boolean isReference(String value) {
        return BARE.matcher(value.strip()).matches();
    }

    /** Whether it is in quotes, of the same kind at both ends. */
    static boolean isQuoted(String value) {
        return QUOTES.matcher(value.strip()).matches();
    }
}
