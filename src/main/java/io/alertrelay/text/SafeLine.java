package io.alertrelay.text;

/**
 * A line of a body for a terminal, whole: what would steer the terminal, or turn the writing around, is shown as its
 * number. {@link io.alertrelay.observe.OneLine} shortens, which a body must not be.
 */
public final class SafeLine {
    private SafeLine() {}

    public static String of(String line) {
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
}
