package io.alertrelay.sandbox;

/** Makes foreign texts safe to show. */
final class Text {
    private static final int LOG_LENGTH = 200;
    private static final int SHOWN_OF_KEY = 4;

    private Text() {}

    /** The first {@code length} characters (code points), so that none is cut in the middle. */
    static String cut(String text, int length) {
        return length(text) <= length ? text : text.substring(0, text.offsetByCodePoints(0, length));
    }

    /** How many characters (code points) it has. */
    static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** Short, and without the characters that would break or disguise a line of a log. */
    static String oneLine(String text) {
        return cut(text, LOG_LENGTH).replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Cs}\\u0080-\\u009f\\u2028\\u2029]", " ");
    }

    /** An integration key as it may be shown: its first characters, and nothing of a key that short. */
    static String masked(String key) {
        return length(key) <= SHOWN_OF_KEY ? "…" : cut(key, SHOWN_OF_KEY) + "…";
    }

    /** Safe in the content and the quoted attributes of an HTML page. */
    static String html(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
