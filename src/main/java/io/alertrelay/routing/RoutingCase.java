package io.alertrelay.routing;

import java.util.List;
import java.util.stream.Collectors;

/** A case, ready to be asked. */
final class RoutingCase {
    private final int number;
    private final List<Condition> conditions;
    private final Target target;
    private final boolean fallthrough;
    private final String when;

    /** @param number its place among the cases, the first is 1 */
    RoutingCase(int number, List<Condition> conditions, Target target, boolean fallthrough) {
        this.number = number;
        this.conditions = List.copyOf(conditions);
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

    boolean matches(Facts facts) {
        for (Condition condition : conditions) {
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
