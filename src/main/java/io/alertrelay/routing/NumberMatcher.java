package io.alertrelay.routing;

import io.alertrelay.text.Suggestion;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * The value is a decimal that compares with a bound, written {@code num:gt:90}. Anything but a decimal never matches.
 */
record NumberMatcher(Comparison comparison, BigDecimal bound) implements ValueMatcher {
    static final String PREFIX = "num:";

    private static final String EXPECTED =
            "a comparison like num:gt:90, with gt, ge, lt or le and a decimal of at most " + BoundedDecimal.LONGEST
                    + " characters";

    enum Comparison {
        GT(sign -> sign > 0),
        GE(sign -> sign >= 0),
        LT(sign -> sign < 0),
        LE(sign -> sign <= 0);

        private final IntPredicate holds;

        Comparison(IntPredicate holds) {
            this.holds = holds;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Comparison> ofWord(String word) {
            return Arrays.stream(values()).filter(c -> c.word().equals(word)).findFirst();
        }

        static List<String> words() {
            return Arrays.stream(values()).map(Comparison::word).toList();
        }
    }

    static Optional<ValueMatcher> compile(String text, RulePlace place) {
        String rest = text.substring(PREFIX.length());
        int colon = rest.indexOf(':');
        String word = colon < 0 ? rest : rest.substring(0, colon);
        String number = colon < 0 ? "" : rest.substring(colon + 1);
        Optional<Comparison> comparison = Comparison.ofWord(word);
        Optional<BigDecimal> bound = BoundedDecimal.parse(number);
        if (comparison.isEmpty() || bound.isEmpty()) {
            Optional<String> suggestion = bound.flatMap(b -> Suggestion.nearest(word, Comparison.words()))
                    .map(near -> PREFIX + near + ":" + number);
            place.problem(text, EXPECTED, suggestion);
            return Optional.empty();
        }
        return Optional.of(new NumberMatcher(comparison.get(), bound.get()));
    }

    /** Whether every number that matches the other matches this one. */
    boolean covers(NumberMatcher other) {
        int sign = other.bound.compareTo(bound);
        boolean sameSide = isLower() == other.isLower();
        boolean further = isLower() ? sign > 0 : sign < 0;
        return sameSide && (further || sign == 0 && (isInclusive() || !other.isInclusive()));
    }

    /** Whether no number matches both. */
    boolean isApartFrom(NumberMatcher other) {
        if (isLower() == other.isLower()) {
            return false;
        }
        int sign = isLower() ? bound.compareTo(other.bound) : other.bound.compareTo(bound);
        return sign > 0 || sign == 0 && !(isInclusive() && other.isInclusive());
    }

    private boolean isLower() {
        return comparison == Comparison.GT || comparison == Comparison.GE;
    }

    private boolean isInclusive() {
        return comparison == Comparison.GE || comparison == Comparison.LE;
    }

    @Override
    public boolean matches(String value) {
        return BoundedDecimal.parse(value)
                .filter(number -> comparison.holds.test(number.compareTo(bound)))
                .isPresent();
    }
}
