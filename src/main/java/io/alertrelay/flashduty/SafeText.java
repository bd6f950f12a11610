package io.alertrelay.flashduty;

import java.util.regex.Pattern;

/**
 * Makes foreign text safe to log and store: one line, bounded, and without the secrets that answers are known to
 * repeat, an integration key and the query of a URL.
 */
final class SafeText {

    // Bounds the work for any input; a secret that is cut here is masked as far as it goes.
    private static final int LONGEST_LOOKED_AT = 4096;

    private static final String MASK = "***";

    private static final Pattern URL_QUERY = Pattern.compile("(https?://[^\\s?\"'<>]*)\\?[^\\s\"'<>]*");
    private static final Pattern QUERY = Pattern.compile("\\?[^\\s?\"'<>]*=[^\\s\"'<>]*");
    private static final Pattern KEY_AND_VALUE = Pattern.compile(
            "(integration[_ -]?key)[\"']?\\s*(?:=|:|%3D)\\s*[\"']?[^\\s\"'&,;<>)}\\]]+", Pattern.CASE_INSENSITIVE);
    private static final Pattern KEY = Pattern.compile("integration[_ -]?key", Pattern.CASE_INSENSITIVE);
    private static final Pattern LIKE_A_KEY = Pattern.compile("[0-9A-Za-z]{16,}");

    private SafeText() {}

    static String of(String text, int limit) {
        String line = PlainText.line(text.substring(0, Math.min(text.length(), LONGEST_LOOKED_AT)));
        String masked = URL_QUERY.matcher(line).replaceAll("$1?" + MASK);
        masked = QUERY.matcher(masked).replaceAll("?" + MASK);
        masked = KEY_AND_VALUE.matcher(masked).replaceAll("$1=" + MASK);
        if (namesKey(masked)) {
            masked = LIKE_A_KEY.matcher(masked).replaceAll(MASK);
        }
        return PlainText.cut(masked, limit);
    }

    /** Whether a text mentions the integration key. */
    static boolean namesKey(String text) {
        return KEY.matcher(text).find();
    }
}
