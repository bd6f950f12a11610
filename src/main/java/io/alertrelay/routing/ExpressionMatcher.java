package io.alertrelay.routing;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Optional;

/** Some part of the beginning of the value matches an expression in RE2's syntax, written {@code /like this/}. */
record ExpressionMatcher(Pattern pattern) implements ValueMatcher {
    /** RE2's time and memory are proportional to it; an expression written by hand has some dozens. */
    private static final int LARGEST = 5_000;

    private static final int DEEPEST = 200;
    /**
     * UTF-16 units of a value that are looked at, twice what of a label is sent: RE2 may take a second for a million,
     * and one thread routes for all integrations.
     */
    static final int LONGEST = 4_096;

    private static final char REST = '…';

    private static final int REASON_LENGTH = 40;

    static boolean isExpression(String text) {
        return text.length() >= 2 && text.startsWith("/") && text.endsWith("/");
    }

    static Optional<ValueMatcher> compile(String text, RulePlace place) {
        String expression = text.substring(1, text.length() - 1);
        if (expression.isEmpty()) {
            place.problem(
                    text, "an expression between the slashes; the empty one would match every value", Optional.of("*"));
            return Optional.empty();
        }
        ExpressionSize size = ExpressionSize.of(expression);
        if (size.steps() > LARGEST || size.depth() > DEEPEST) {
            place.problem(
                    text,
                    "an expression of at most " + LARGEST + " steps with its repetitions written out, and " + DEEPEST
                            + " groups deep");
            return Optional.empty();
        }
        if (CaseFoldingCheck.isEndless(expression)) {
            place.problem(
                    text,
                    "an expression that ignores case without the letters U+1C80 to U+1C88, which RE2 can't handle then:"
                            + " a range must not span them, so write [a-z\u4e00-\u9fa5], for example; and no \\x{...}"
                            + " of three digits or more, so write the letter itself");
            return Optional.empty();
        }
        try {
            return Optional.of(new ExpressionMatcher(Pattern.compile(expression)));
        } catch (PatternSyntaxException e) {
            place.problem(text, "an expression in RE2's syntax, but RE2 says: " + reason(e));
        } catch (StackOverflowError e) {
            place.problem(text, "an expression that is less nested: RE2 ran out of stack");
        }
        return Optional.empty();
    }

    private static String reason(PatternSyntaxException e) {
        return e.getDescription()
                + (e.getPattern().isEmpty() ? "" : " at " + Excerpt.of(e.getPattern(), REASON_LENGTH));
    }

    @Override
    public boolean matches(String value) {
        if (value.length() <= LONGEST) {
            return pattern.matcher(value).find();
        }
        String beginning = value.substring(0, LONGEST);
        // Twice: the end of the beginning is not that of the value, and what stands for the rest is no part of it.
        return pattern.matcher(beginning).find()
                && pattern.matcher(beginning + REST).find();
    }
}
