package io.alertrelay.routing;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds conditions that can't hold and values that are probably not meant as written. */
final class ConditionLint {
    private ConditionLint() {}

    /** Why the case can match no alert; empty if it may. */
    static List<RuleWarning> impossible(RoutingCase one) {
        List<RuleWarning> warnings = new ArrayList<>();
        List<Condition> conditions = one.conditions();
        for (int i = 0; i < conditions.size(); i++) {
            Condition condition = conditions.get(i);
            String so = "so case " + one.number() + " matches no alert";
            if (Conditions.isNever(condition)) {
                warnings.add(new RuleWarning(
                        path(one, i), "it can never hold: " + why(condition), so + "; " + remedy(condition)));
                continue;
            }
            for (int j = 0; j < i; j++) {
                if (Conditions.contradict(conditions.get(j), condition)) {
                    warnings.add(new RuleWarning(
                            path(one, i),
                            "it can never hold together with "
                                    + conditions.get(j).inWords() + " in the same case",
                            so
                                    + "; all conditions of a case must hold: what may be one or the other goes into the vals of"
                                    + " one condition, or into two cases"));
                    break;
                }
            }
        }
        return warnings;
    }

    /** Warnings about single values. */
    static List<RuleWarning> oddities(RoutingCase one) {
        List<RuleWarning> warnings = new ArrayList<>();
        for (int i = 0; i < one.conditions().size(); i++) {
            Condition condition = one.conditions().get(i);
            String path = path(one, i);
            if (condition.key() instanceof FactKey.Label label
                    && !label.name().equals(label.name().strip())) {
                warnings.add(new RuleWarning(
                        path + ".key",
                        "the label's name has a space at an end",
                        "write " + LabelKey.PREFIX + label.name().strip()));
            }
            warnings.addAll(values(condition, path));
        }
        return warnings;
    }

    private static List<RuleWarning> values(Condition condition, String path) {
        List<RuleWarning> warnings = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int k = 0; k < condition.values().size(); k++) {
            ValuePattern value = condition.values().get(k);
            String here = path + ".vals[" + k + "]";
            if (condition.values().size() > 1 && ValueSets.isEverything(value)) {
                warnings.add(new RuleWarning(
                        here,
                        "it matches every value, so the others in the list mean nothing",
                        "leave it out, or leave the others out"));
            } else if (!seen.add(value.text())) {
                warnings.add(new RuleWarning(here, "the value is already in the list", "leave it out"));
            } else {
                dead(condition, value, here)
                        .or(() -> StrayEscape.in(value, here))
                        .or(() -> FullWidthMarks.in(value, here))
                        .or(() -> SuspiciousValue.in(value, here))
                        .ifPresent(warnings::add);
            }
        }
        return warnings;
    }

    private static final String SEVERITIES = "the severities are Critical, Warning and Info, and case matters";

    /** A pattern that matches no severity, next to others that do. */
    private static Optional<RuleWarning> dead(Condition condition, ValuePattern value, String path) {
        Condition single = new Condition(condition.key(), Operator.IN, List.of(value));
        boolean dead = condition.key() == FactKey.Field.SEVERITY
                && Conditions.isNever(single)
                && !Conditions.isNever(condition);
        return dead ? Optional.of(new RuleWarning(path, "no severity matches it", SEVERITIES)) : Optional.empty();
    }

    private static String why(Condition condition) {
        return condition.operator() == Operator.IN
                ? "no severity matches it"
                : "every alert has a " + condition.key().word() + ", and its values leave none";
    }

    private static String remedy(Condition condition) {
        return condition.key() == FactKey.Field.SEVERITY ? SEVERITIES : "leave the condition out, or the case";
    }

    private static String path(RoutingCase one, int condition) {
        return "cases[" + (one.number() - 1) + "].if[" + condition + "]";
    }
}
