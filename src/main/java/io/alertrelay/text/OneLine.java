package io.alertrelay.text;

/** Makes untrusted text safe for one line of a log: an alert's name must not be able to forge lines. */
public final class OneLine {
    private static final int MAX = 500;

    private OneLine() {}

    /** The text in one line, at most 500 characters, without control characters. */
    public static String of(String text) {
        StringBuilder line = new StringBuilder(Math.min(text.length(), MAX) + 1);
        for (int i = 0; i < text.length() && line.length() < MAX; i++) {
            char c = text.charAt(i);
            boolean breaks = Character.isISOControl(c) || c == '\u2028' || c == '\u2029' || c == '\u202e';
            line.append(breaks ? ' ' : c);
        }
        return text.length() > MAX ? line + "…" : line.toString();
    }
}
