package io.alertrelay.routing;

import io.alertrelay.alert.Severity;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Relations between two conditions. True is certain; false may also mean unknown. */
final class Conditions {
    private static final List<Facts> OF_EACH_SEVERITY = List.of(Severity.values()).stream()
            .map(severity -> new Facts(severity, "", "", Optional.empty(), Map.of()))
            .toList();
    private static final int EVERY_SEVERITY = (1 << OF_EACH_SEVERITY.size()) - 1;

    private Conditions() {}

    /** Whether no alert satisfies it. */
    static boolean isNever(Condition c) {
        if (isOfSeverity(c)) {
            return severities(c) == 0;
        }
        return c.operator() == Operator.NOTIN
                && isAlwaysThere(c)
                && c.values().stream().anyMatch(ValueSets::isEverything);
    }

    /** Whether every alert satisfies it. */
    static boolean isAlways(Condition c) {
        if (isOfSeverity(c)) {
            return severities(c) == EVERY_SEVERITY;
        }
        return c.operator() == Operator.IN
                && isAlwaysThere(c)
                && c.values().stream().anyMatch(ValueSets::isEverything);
    }

    /** Whether every alert that satisfies the first satisfies the second. */
    static boolean implies(Condition narrow, Condition wide) {
        if (isAlways(wide)) {
            return true;
        }
        if (!narrow.key().equals(wide.key())) {
            return false;
        }
        if (isOfSeverity(narrow)) {
            return (severities(narrow) & ~severities(wide)) == 0;
        }
        if (narrow.operator() == Operator.IN) {
            return wide.operator() == Operator.IN ? allCovered(narrow, wide) : allApart(narrow, wide);
        }
        return wide.operator() == Operator.NOTIN && allCovered(wide, narrow);
    }

    /** Whether no alert satisfies both. */
    static boolean contradict(Condition one, Condition other) {
        if (!one.key().equals(other.key())) {
            return false;
        }
        if (isOfSeverity(one)) {
            return (severities(one) & severities(other)) == 0;
        }
        if (one.operator() == Operator.IN) {
            return other.operator() == Operator.IN ? allApart(one, other) : allCovered(one, other);
        }
        return other.operator() == Operator.IN && allCovered(other, one);
    }

    private static boolean allCovered(Condition narrow, Condition wide) {
        return narrow.values().stream().allMatch(n -> wide.values().stream().anyMatch(w -> ValueSets.covers(w, n)));
    }

    private static boolean allApart(Condition one, Condition other) {
        return one.values().stream().allMatch(a -> other.values().stream().allMatch(b -> ValueSets.areApart(a, b)));
    }

    private static boolean isOfSeverity(Condition c) {
        return c.key() == FactKey.Field.SEVERITY;
    }

    private static boolean isAlwaysThere(Condition c) {
        return c.key() == FactKey.Field.TITLE || c.key() == FactKey.Field.DESCRIPTION;
    }

    /** A bit for each severity of which the condition holds: there are only three. */
    private static int severities(Condition c) {
        int bits = 0;
        for (int i = 0; i < OF_EACH_SEVERITY.size(); i++) {
            bits |= c.holds(OF_EACH_SEVERITY.get(i)) ? 1 << i : 0;
        }
        return bits;
    }
}
