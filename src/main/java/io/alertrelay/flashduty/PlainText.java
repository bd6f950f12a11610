package io.alertrelay.flashduty;

import java.text.BreakIterator;
import java.util.Locale;

/**
 * Text that is valid in an event: no control characters but newline and tab, no lone surrogates (UTF-8 cannot encode
 * them), no longer than a limit.
 */
final class PlainText {

    private static final String ELLIPSIS = "…";
    private static final int REPLACEMENT = 0xFFFD;

    // A base character with more marks than this is not writing; cutting it apart is better than losing what precedes
    // it.
    private static final int LONGEST_CHARACTER = 32;

    private PlainText() {}

    /** Several lines: line ends become {@code \n}, other control characters but tab a space. */
    static String block(String text) {
        return isPlain(text) ? text : plain(text);
    }

    /**
     * Whether nothing of it need be replaced, as in nearly every label: copying it would cost several times its size.
     */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c) || Character.isISOControl(c) && c != '\n' && c != '\t') {
                return false;
            }
        }
        return true;
    }

    private static String plain(String text) {
        return text.replace("\r\n", "\n")
                .replace('\r', '\n')
                .codePoints()
                .map(PlainText::printable)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** One line: line ends and tabs become a space too, and nothing blank is left at either end. */
    static String line(String text) {
        return block(text).replace('\n', ' ').replace('\t', ' ').strip();
    }

    /** Whether there is anything visible: not only white space of any kind and invisible characters. */
    static boolean isVisible(String text) {
        int i = 0;
        while (i < text.length()) {
            int point = text.codePointAt(i);
            if (!Character.isWhitespace(point)
                    && !Character.isSpaceChar(point)
                    && Character.getType(point) != Character.FORMAT) {
                return true;
            }
            i += Character.charCount(point);
        }
        return false;
    }

    /**
     * The text, cut to at most {@code limit} UTF-16 units, never within a surrogate pair nor, unless it is absurdly
     * long, within what a reader sees as one character. A text that was cut ends with an ellipsis.
     */
    static String cut(String text, int limit) {
        if (text.length() <= limit) {
            return text;
        }
        return text.substring(0, boundary(text, limit - ELLIPSIS.length())) + ELLIPSIS;
    }

    private static int boundary(String text, int latest) {
        int codePoint = Character.isSurrogatePair(text.charAt(latest - 1), text.charAt(latest)) ? latest - 1 : latest;
        int from = Math.max(0, latest - LONGEST_CHARACTER);
        BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
        characters.setText(text.substring(from, Math.min(text.length(), latest + LONGEST_CHARACTER)));
        int inWindow = latest - from;
        int character = characters.isBoundary(inWindow) ? inWindow : characters.preceding(inWindow);
        return character <= 0 ? codePoint : from + character;
    }

    private static int printable(int point) {
        if (Character.getType(point) == Character.SURROGATE) {
            return REPLACEMENT;
        }
        return Character.isISOControl(point) && point != '\n' && point != '\t' ? ' ' : point;
    }
}
