package io.alertrelay.routing;

/**
 * Finds expressions that RE2/J 1.8 never ends compiling: those that ignore case and have one of the nine Cyrillic letters
 * U+1C80 to U+1C88, alone or within a range. Java makes capital letters of these that have others as their small ones, so
 * that RE2/J goes in a circle. A range from a Latin letter to a Chinese one spans them.
 */
final class FoldTrap {
    private static final int FIRST = 0x1C80;
    private static final int LAST = 0x1C88;
    /** What an escape such as {@code \d} stands for is no single character. */
    private static final int NONE = -1;

    private final String text;
    private int at;

    private FoldTrap(String text) {
        this.text = text;
    }

    /** Whether it is, or may be, such an expression. */
    static boolean isIn(String expression) {
        return expression.matches("(?s).*\\(\\?[A-Za-z]*i.*") && new FoldTrap(expression).found();
    }

    private boolean found() {
        boolean found = false;
        while (at < text.length() && !found) {
            if (text.startsWith("\\Q", at)) {
                found = quoted();
            } else if (text.charAt(at) == '[') {
                found = inClass();
            } else {
                int one = character();
                found = spans(one, one);
            }
        }
        return found;
    }

    /** Between {@code \Q} and {@code \E}, or the end, nothing has a meaning. */
    private boolean quoted() {
        int end = text.indexOf("\\E", at + 2);
        String literal = text.substring(at + 2, end < 0 ? text.length() : end);
        at = end < 0 ? text.length() : end + 2;
        return literal.codePoints().anyMatch(one -> spans(one, one));
    }

    /** As {@link ExpressionSize} tells where it ends. */
    private boolean inClass() {
        at += text.startsWith("[^", at) ? 2 : 1;
        boolean first = true;
        while (at < text.length() && (first || text.charAt(at) != ']')) {
            first = false;
            int named = text.startsWith("[:", at) ? text.indexOf(":]", at) : -1;
            if (named >= 0) {
                at = named + 2;
                continue;
            }
            int from = character();
            boolean range = text.startsWith("-", at) && !text.startsWith("-]", at);
            at += range ? 1 : 0;
            // Escapes that are not told apart here, such as \t and \0, are all below these letters.
            if (range ? spans(Math.max(0, from), character()) : spans(from, from)) {
                return true;
            }
        }
        at++;
        return false;
    }

    private static boolean spans(int from, int to) {
        return from <= LAST && to >= FIRST;
    }

    /** The character that begins here, escaped or not; goes on behind it. */
    private int character() {
        if (at >= text.length()) {
            return NONE;
        }
        if (text.charAt(at) != '\\' || at + 1 >= text.length()) {
            int plain = text.codePointAt(at);
            at += Character.charCount(plain);
            return plain;
        }
        int escaped = text.codePointAt(at + 1);
        if (escaped == 'x') {
            return hexadecimal();
        }
        boolean braced = (escaped == 'p' || escaped == 'P') && text.startsWith("{", at + 2);
        int end = braced ? text.indexOf('}', at) : -1;
        at = end >= 0 ? end + 1 : at + 1 + Character.charCount(escaped);
        // Of others RE2/J takes each for itself, also letters beyond ASCII.
        return escaped < 0x80 && Character.isLetterOrDigit(escaped) ? NONE : escaped;
    }

    private int hexadecimal() {
        boolean braced = text.startsWith("{", at + 2);
        int from = braced ? at + 3 : at + 2;
        int to = braced ? text.indexOf('}', from) : Math.min(from + 2, text.length());
        at = to < 0 ? text.length() : braced ? to + 1 : to;
        try {
            return to < 0 ? NONE : Integer.parseInt(text.substring(from, to), 16);
        } catch (NumberFormatException e) {
            // RE2 says what is wrong with it.
            return NONE;
        }
    }
}
