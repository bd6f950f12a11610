package io.alertrelay.text;

/** Makes untrusted text safe for one line of a log: an alert's name must not be able to forge lines. */
public final class OneLine {
    private static final int MAX = 500;

    private OneLine() {}

    /** The text in one line, at most 500 characters, without what would break it or turn the writing around. */
    public static String of(String text) {
        int end = Math.min(text.length(), MAX);
        // Half of an emoji is no character.
        if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        StringBuilder line = new StringBuilder(end + 1);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            line.append(Character.isISOControl(c) || isBreak(c) || isDirection(c) ? ' ' : c);
        }
        return end < text.length() ? line + "…" : line.toString();
    }

    /**
     * A line of a body for a terminal, whole: what would steer the terminal, or turn the writing around, is shown as
     * its number.
     */
    public static String whole(String line) {
        StringBuilder safe = new StringBuilder();
        line.codePoints().forEach(c -> {
            if (c == '\t') {
                safe.append("    ");
            } else if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT || isBreak(c)) {
                safe.append("\\u%04x".formatted(c));
            } else {
                safe.appendCodePoint(c);
            }
        });
        return safe.toString();
    }

    private static boolean isBreak(int c) {
        return c == 0x2028 || c == 0x2029;
    }

    /** The characters with the Unicode property {@code Bidi_Control}; others of their category belong to emoji. */
    private static boolean isDirection(int c) {
        return c == 0x061c || c == 0x200e || c == 0x200f || c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069;
    }
}
