package io.alertrelay.routing;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** A compiled case. */
final class RoutingCase {
    private final int number;
    private final List<Condition> conditions;
    private final List<Condition> exactFirst;
    private final CaseTarget target;
    private final boolean fallthrough;
    private final String when;

    /** @param number its place among the cases, the first is 1 */
    RoutingCase(int number, List<Condition> conditions, CaseTarget target, boolean fallthrough) {
        this.number = number;
        this.conditions = List.copyOf(conditions);
        this.exactFirst = conditions.stream()
                .sorted(Comparator.comparing(Condition::isExact).reversed())
                .toList();
        this.target = target;
        this.fallthrough = fallthrough;
        this.when = conditions.stream().map(Condition::inWords).collect(Collectors.joining(", "));
    }

    int number() {
        return number;
    }

    boolean fallthrough() {
        return fallthrough;
    }

    /** The conditions in the order of the rules. */
    List<Condition> conditions() {
        return conditions;
    }

    CaseTarget target() {
        return target;
    }

    /** The conditions in short, empty if there are none. */
    String when() {
        return when;
    }

    /**
     * Whether all conditions hold. The exact ones, which can't fail and which the index uses, are evaluated first: so a
     * case that the index omits would not have matched, and would not have failed either.
     */
    boolean matches(Facts facts) {
        for (Condition condition : exactFirst) {
            if (!condition.holds(facts)) {
                return false;
            }
        }
        return true;
    }

    MatchedCase matched(Facts facts) {
        return new MatchedCase(number, when, target.channels(facts));
    }

    void writeTo(CanonicalForm form) {
        form.add(Integer.toString(conditions.size()));
        conditions.forEach(c -> c.writeTo(form));
        target.writeTo(form);
        form.add(fallthrough ? "fallthrough" : "stop");
    }
}
