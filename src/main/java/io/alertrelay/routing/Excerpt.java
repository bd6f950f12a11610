package io.alertrelay.routing;

/** Fits text of any origin on one line: rules and their failures may contain line breaks or be pages long. */
final class Excerpt {
    private Excerpt() {}

    /**
     * At most {@code length} characters of the text: line breaks and invisible characters as spaces, cut with an
     * ellipsis.
     */
    static String of(String text, int length) {
        boolean fits = text.length() <= length;
        if (fits && isPlain(text)) {
            return text;
        }
        StringBuilder line = new StringBuilder();
        (fits ? text : text.substring(0, cut(text, length - 1)))
                .codePoints()
                .map(Excerpt::visible)
                .forEach(line::appendCodePoint);
        return fits ? line.toString() : line.append('…').toString();
    }

    private static int cut(String text, int length) {
        return Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    private static int visible(int c) {
        int type = Character.getType(c);
        boolean invisible = type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
        return invisible ? ' ' : c;
    }
}
