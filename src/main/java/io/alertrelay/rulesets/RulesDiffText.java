package io.alertrelay.rulesets;

import io.alertrelay.cli.Colours;
import io.alertrelay.record.CaseDefinition;
import io.alertrelay.record.ChannelReference;
import io.alertrelay.record.ConditionDefinition;
import io.alertrelay.record.RoutingMode;
import io.alertrelay.routing.RulesDiff;
import io.alertrelay.text.OneLine;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The differences between two sets of rules, for people. */
record RulesDiffText(PrintWriter out, Colours colours) {
    void print(RulesDiff diff) {
        diff.cases().forEach(this::print);
        diff.byDefault()
                .ifPresent(d -> out.println(colours.doubtful("~ default") + ": "
                        + difference(
                                names(d.before().channels()), names(d.after().channels()))));
    }

    private void print(RulesDiff.Change change) {
        if (change instanceof RulesDiff.Change.Removed removed) {
            out.println(colours.bad("- case " + removed.number() + ": ") + words(removed.definition()));
        } else if (change instanceof RulesDiff.Change.Added added) {
            out.println(colours.good("+ case " + added.number() + ": ") + words(added.definition()));
        } else if (change instanceof RulesDiff.Change.Moved moved) {
            out.println(colours.doubtful("= case " + moved.from() + " is now case " + moved.to() + ": ")
                    + words(moved.definition()));
        } else if (change instanceof RulesDiff.Change.Changed changed) {
            out.println(colours.doubtful("~ case " + changed.from()
                            + (changed.from() == changed.to() ? "" : ", now case " + changed.to()) + ": ")
                    + words(changed.after()));
            details(changed.before(), changed.after());
        }
    }

    private void details(CaseDefinition before, CaseDefinition after) {
        if (!before.conditions().equals(after.conditions())) {
            out.println("    if: " + difference(conditions(before), conditions(after)));
        }
        if (!target(before).equals(target(after))) {
            out.println("    channels: " + difference(target(before), target(after)));
        }
        if (before.fallthrough() != after.fallthrough()) {
            out.println("    fallthrough: " + before.fallthrough() + " -> " + after.fallthrough());
        }
    }

    /** What was removed and what was added; if nothing was, the order differs. */
    private static String difference(List<String> before, List<String> after) {
        List<String> parts = new ArrayList<>();
        before.stream().filter(b -> !after.contains(b)).forEach(b -> parts.add("- " + b));
        after.stream().filter(a -> !before.contains(a)).forEach(a -> parts.add("+ " + a));
        return parts.isEmpty()
                ? String.join(", ", before) + " -> " + String.join(", ", after)
                : String.join("  ", parts);
    }

    private static String words(CaseDefinition one) {
        List<String> conditions = conditions(one);
        return (conditions.isEmpty() ? "no conditions" : String.join(", ", conditions)) + " -> "
                + String.join(", ", target(one)) + (one.fallthrough() ? ", continues" : ", stops");
    }

    private static List<String> conditions(CaseDefinition one) {
        return one.conditions().stream().map(RulesDiffText::words).toList();
    }

    private static String words(ConditionDefinition condition) {
        return clean(condition.key()) + " " + clean(condition.oper())
                + condition.vals().stream().map(RulesDiffText::clean).collect(Collectors.joining(", ", " [", "]"));
    }

    private static List<String> target(CaseDefinition one) {
        return one.routingMode() == RoutingMode.NAME_MAPPING
                ? List.of("the channel named by " + clean(one.nameMappingLabel().orElse("?")))
                : names(one.channels());
    }

    private static List<String> names(List<ChannelReference> references) {
        return references.stream()
                .map(reference -> clean(String.valueOf(reference.written())))
                .toList();
    }

    private static String clean(String text) {
        return OneLine.of(text);
    }
}
