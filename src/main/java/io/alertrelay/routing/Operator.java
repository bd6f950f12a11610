package io.alertrelay.routing;

import io.alertrelay.text.Suggestion;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The operators of Flashduty's routes. */
enum Operator {
    /** Some value matches. */
    IN,
    /** No value matches. */
    NOTIN;

    private static final List<String> WORDS =
            Arrays.stream(values()).map(Operator::name).toList();

    static Optional<Operator> compile(String word, RulePlace place) {
        if (!WORDS.contains(word)) {
            place.problem(word, "IN or NOTIN", Suggestion.nearest(word, WORDS));
            return Optional.empty();
        }
        return Optional.of(valueOf(word));
    }
}
