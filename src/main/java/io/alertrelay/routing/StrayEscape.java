package io.alertrelay.routing;

import java.util.Optional;

/**
 * Finds characters that hardly any alert has: within double quotes YAML and JSON make them of escapes that were meant
 * for an expression, {@code "/\bprod\b/"} for example, and then it matches nothing.
 */
final class StrayEscape {
    private static final int NO_BREAK_SPACE = 0xA0;
    /** Characters with an escape of one letter, and these letters. */
    private static final String CHARACTERS = "\0\7\b\13\f\33\u0085\u2028\u2029";

    private static final String LETTERS = "0abvfeNLP";

    private StrayEscape() {}

    /** @param value of any kind */
    static Optional<RuleWarning> in(ValuePattern value, String path) {
        return value.text()
                .codePoints()
                .filter(StrayEscape::isStray)
                .boxed()
                .findFirst()
                .map(c -> new RuleWarning(path, "it has the character " + String.format("U+%04X", c), advice(c)));
    }

    private static boolean isStray(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL -> c != '\t' && c != '\n' && c != '\r';
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> c == NO_BREAK_SPACE;
        };
    }

    private static String advice(int c) {
        if (c == NO_BREAK_SPACE) {
            return "write a usual space, or \\x{A0} in an expression if alerts have this one; within double quotes \\_ is it";
        }
        int at = CHARACTERS.indexOf(c);
        if (at < 0) {
            return "leave it out";
        }
        String escape = "\\" + LETTERS.charAt(at);
        return "within double quotes " + escape + " is " + (c == '\b' ? "a backspace" : "that") + ": write \\" + escape
                + ", or in YAML use single quotes";
    }
}
