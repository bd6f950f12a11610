package io.alertrelay.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key and its value that YAML takes for a key alone, because no colon and space are between them. The value may be a
 * secret, so only the key is shown.
 *
 * @param key what is before the value
 * @param found what is between them
 */
record RunTogether(String key, String found) {
    private static final String COLONS = ":：=＝";
    private static final Pattern SEPARATOR = Pattern.compile("\\s*[" + COLONS + "]|\\s");
    /** Where a key without a value ends at the latest, by whatever is written in place of a colon. */
    private static final Pattern END = Pattern.compile("\\s*(?:->|[^\\p{L}\\p{M}\\p{N}_./-])");

    /** Empty if the key is as it should be. One that has a value may have spaces, for it has a colon after it. */
    static Optional<RunTogether> in(String key, boolean hasValue) {
        Matcher separator = (hasValue ? SEPARATOR : END).matcher(key);
        boolean suspicious = !hasValue || key.chars().anyMatch(c -> COLONS.indexOf(c) >= 0);
        return suspicious && separator.find()
                ? Optional.of(new RunTogether(key.substring(0, separator.start()), found(separator.group())))
                : Optional.empty();
    }

    private static String found(String separator) {
        return switch (separator.strip()) {
            case ":" -> "no space after the colon";
            case "：", "＝", "=", ";", "；" -> separator.strip() + " in place of a colon and a space";
            default -> "no value after a colon";
        };
    }

    /** How to write it. */
    String expected() {
        return NodeText.line(key) + ": value";
    }
}
