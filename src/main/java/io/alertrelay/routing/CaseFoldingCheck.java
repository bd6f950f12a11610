package io.alertrelay.routing;

import java.util.regex.Pattern;

/**
 * RE2/J 1.8 never finishes compiling an expression that ignores case and has one of the nine Cyrillic letters U+1C80 to
 * U+1C88, alone or within a range: Java's upper case of these is that of other letters, and RE2/J follows it in a
 * circle. Any expression that may do so is refused, without parsing it: one of the letters, a hexadecimal escape of
 * three digits or more, or a range that spans them.
 */
final class CaseFoldingCheck {
    private static final Pattern IGNORES_CASE = Pattern.compile("\\(\\?[A-Za-z]*i");
    private static final Pattern LETTERS = Pattern.compile(
            "[\u1C80-\u1C88]|\\\\x\\{[0-9A-Fa-f]{3}|\\[[\\s\\S]*[^\u1C89-\\x{10FFFF}]-\\\\?[^\0-\u1C7F]");

    private CaseFoldingCheck() {}

    /** Whether RE2/J may never finish compiling the expression. */
    static boolean isEndless(String expression) {
        return IGNORES_CASE.matcher(expression).find()
                && LETTERS.matcher(expression).find();
    }
}
