package io.alertrelay.routing;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A compiled condition. */
record Condition(FactKey key, Operator operator, List<ValuePattern> values) {
    private static final int VALUES_IN_WORDS = 3;
    private static final int VALUE_LENGTH = 40;

    Condition {
        values = List.copyOf(values);
    }

    boolean holds(Facts facts) {
        Optional<String> value = key.read(facts);
        boolean some = value.isPresent() && someMatches(value.get());
        return some == (operator == Operator.IN);
    }

    private boolean someMatches(String value) {
        for (ValuePattern pattern : values) {
            if (pattern.matcher().matches(value)) {
                return true;
            }
        }
        return false;
    }

    /** Whether it holds only for literal values, which an index can find. */
    boolean isExact() {
        return operator == Operator.IN && values.stream().allMatch(v -> v.matcher() instanceof ExactMatcher);
    }

    /** The values as they are written. */
    List<String> texts() {
        return values.stream().map(ValuePattern::text).toList();
    }

    /** A short form for people: {@code labels.env IN [prod, pre-*]}. */
    String inWords() {
        String listed = values.stream()
                .limit(VALUES_IN_WORDS)
                .map(v -> Excerpt.of(v.text(), VALUE_LENGTH))
                .collect(Collectors.joining(", "));
        if (values.size() > VALUES_IN_WORDS) {
            listed += ", … " + values.size() + " values";
        }
        return key.word() + " " + operator + " " + (values.size() == 1 ? listed : "[" + listed + "]");
    }

    void writeTo(CanonicalForm form) {
        form.add(key.word()).add(operator.name()).add(texts());
    }
}
