package io.alertrelay.routing;

import java.util.Optional;

/**
 * A value of a condition.
 *
 * @param text as written in the rule
 * @param matcher what it means
 */
record ValuePattern(String text, ValueMatcher matcher) {
    /** Compiles it by its form; empty if a problem was reported. */
    static Optional<ValuePattern> compile(String text, RulePlace place) {
        return matcher(text, place).map(matcher -> new ValuePattern(text, matcher));
    }

    /** In this order: {@code /a*b/} is an expression although it contains a star. */
    private static Optional<ValueMatcher> matcher(String text, RulePlace place) {
        if (ExpressionMatcher.isExpression(text)) {
            return ExpressionMatcher.compile(text, place);
        }
        if (text.startsWith(NetworkMatcher.PREFIX)) {
            return NetworkMatcher.compile(text, place);
        }
        if (text.startsWith(NumberMatcher.PREFIX)) {
            return NumberMatcher.compile(text, place);
        }
        return Optional.of(WildcardMatcher.isWildcard(text) ? new WildcardMatcher(text) : new ExactMatcher(text));
    }
}
