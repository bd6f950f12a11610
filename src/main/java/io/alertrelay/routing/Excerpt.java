package io.alertrelay.routing;

/** Makes text of any origin fit for one line: rules and their failures may hold line breaks or go on for pages. */
final class Excerpt {
    private Excerpt() {}

    /**
     * At most {@code length} characters of the text: line breaks and what is invisible as spaces, cut with an ellipsis.
     */
    static String of(String text, int length) {
        boolean fits = text.length() <= length;
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

    private static int visible(int c) {
        int type = Character.getType(c);
        boolean invisible = type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
        return invisible ? ' ' : c;
    }
}
