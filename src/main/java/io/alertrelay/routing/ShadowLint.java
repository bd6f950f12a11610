package io.alertrelay.routing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds cases that no alert reaches, because an earlier one matches everything that they would and stops, and cases
 * that repeat an earlier one. To stay fast on thousands of cases it compares a case only with those that use one of its
 * values, or none.
 */
final class ShadowLint {
    private static final String UNREACHABLE = "it is never reached: ";

    private record Exact(FactKey key, String text) {}

    private record Meaning(Set<Object> conditions, CaseTarget target) {}

    private final Map<Exact, List<RoutingCase>> filed = new HashMap<>();
    private final List<RoutingCase> unfiled = new ArrayList<>();
    private final Map<Meaning, Integer> firstByMeaning = new HashMap<>();

    ShadowLint(List<RoutingCase> cases) {
        IndexChoice choice = new IndexChoice(cases);
        for (RoutingCase one : cases) {
            firstByMeaning.putIfAbsent(meaning(one), one.number());
            if (one.fallthrough() || !ConditionLint.impossible(one).isEmpty()) {
                continue;
            }
            Optional<Condition> by = choice.of(one);
            if (by.isEmpty()) {
                unfiled.add(one);
            } else {
                new LinkedHashSet<>(by.get().texts())
                        .forEach(
                                text -> filed.computeIfAbsent(new Exact(by.get().key(), text), e -> new ArrayList<>())
                                        .add(one));
            }
        }
    }

    static boolean isUnreachable(RuleWarning warning) {
        return warning.why().startsWith(UNREACHABLE);
    }

    List<RuleWarning> of(RoutingCase one) {
        String path = "cases[" + (one.number() - 1) + "]";
        Optional<RoutingCase> before = shadow(one);
        if (before.isPresent()) {
            String name = "case " + before.get().number();
            String when = before.get().when().isEmpty()
                    ? ", which has no conditions,"
                    : " (" + before.get().when() + ")";
            return List.of(new RuleWarning(
                    path,
                    UNREACHABLE + name + when + " takes every alert that it would match, and stops",
                    "put it before " + name + ", or give " + name + " fallthrough: true, or leave it out"));
        }
        int first = firstByMeaning.getOrDefault(meaning(one), one.number());
        return first == one.number()
                ? List.of()
                : List.of(new RuleWarning(
                        path,
                        "it has the conditions and the channels of case " + first + ", so it adds nothing",
                        one.fallthrough()
                                ? "leave it out"
                                : "leave it out; to end the search there, case " + first + " needs no fallthrough"));
    }

    private Optional<RoutingCase> shadow(RoutingCase one) {
        Stream<RoutingCase> alike = one.conditions().stream()
                .filter(Condition::isExact)
                .map(c -> new Exact(c.key(), c.values().get(0).text()))
                .flatMap(exact -> filed.getOrDefault(exact, List.of()).stream());
        return Stream.of(first(unfiled.stream(), one), first(alike, one))
                .flatMap(Optional::stream)
                .min(Comparator.comparingInt(RoutingCase::number));
    }

    private static Optional<RoutingCase> first(Stream<RoutingCase> cases, RoutingCase one) {
        return cases.filter(earlier -> earlier.number() < one.number())
                .filter(earlier -> takesAllOf(earlier, one))
                .findFirst();
    }

    private static boolean takesAllOf(RoutingCase earlier, RoutingCase later) {
        return earlier.conditions().stream()
                .allMatch(wide -> Conditions.isAlways(wide)
                        || later.conditions().stream().anyMatch(narrow -> Conditions.implies(narrow, wide)));
    }

    private static Meaning meaning(RoutingCase one) {
        Set<Object> conditions = new HashSet<>();
        one.conditions().forEach(c -> conditions.add(List.of(c.key(), c.operator(), new HashSet<>(c.texts()))));
        return new Meaning(conditions, one.target());
    }
}
