package io.alertrelay.arms;

/** Text that UTF-8 can encode: every lone surrogate is replaced by U+FFFD, as the Unicode standard recommends. */
final class WellFormed {

    private static final int REPLACEMENT = 0xFFFD;

    private WellFormed() {}

    static String text(String text) {
        if (!hasSurrogate(text)) {
            return text;
        }
        return text.codePoints()
                .map(point -> Character.getType(point) == Character.SURROGATE ? REPLACEMENT : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** A loop, because this runs for each name and value of each alert. */
    private static boolean hasSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }
}
