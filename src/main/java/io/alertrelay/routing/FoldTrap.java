package io.alertrelay.routing;

import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * RE2/J 1.8 never ends compiling expressions that ignore case and have one of the nine Cyrillic letters U+1C80 to
 * U+1C88, alone or within a range. Java makes capital letters of these that have others as their small ones, so that
 * RE2/J goes in a circle. What might be such an expression is refused, without parsing it: one of the letters, a
 * hexadecimal escape of three digits or more, or, where there is a {@code [}, a hyphen between characters that have
 * them in between.
 */
final class FoldTrap {
    private static final int FIRST = 0x1C80;
    private static final int LAST = 0x1C88;
    private static final Pattern IGNORES_CASE = Pattern.compile("\\(\\?[A-Za-z]*i");
    private static final Pattern ESCAPED = Pattern.compile("\\\\x\\{[0-9A-Fa-f]{3}");

    private FoldTrap() {}

    /** Whether it may be such an expression. */
    static boolean isIn(String expression) {
        return IGNORES_CASE.matcher(expression).find()
                && (ESCAPED.matcher(expression).find()
                        || expression.codePoints().anyMatch(one -> one >= FIRST && one <= LAST)
                        || expression.indexOf('[') >= 0 && hasRangeAcross(expression));
    }

    private static boolean hasRangeAcross(String expression) {
        int[] characters = expression.codePoints().toArray();
        return IntStream.range(1, characters.length - 1)
                .filter(i -> characters[i] == '-')
                .anyMatch(i -> characters[i - 1] <= LAST && end(characters, i + 1) >= FIRST);
    }

    private static int end(int[] characters, int at) {
        return characters[at] == '\\' && at + 1 < characters.length ? characters[at + 1] : characters[at];
    }
}
