package io.alertrelay.routing;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Chooses the condition under which a case is indexed: of its exact ones the one whose values the fewest cases use, so
 * that {@code labels.app IN checkout} is preferred to {@code severity IN Critical}, which half of the cases have.
 */
final class IndexChoice {
    private final Map<FactKey, Map<String, Integer>> asked = new HashMap<>();

    IndexChoice(List<RoutingCase> cases) {
        for (RoutingCase one : cases) {
            for (Condition condition : one.conditions()) {
                if (condition.isExact()) {
                    Map<String, Integer> counts = asked.computeIfAbsent(condition.key(), key -> new HashMap<>());
                    condition.texts().forEach(text -> counts.merge(text, 1, Integer::sum));
                }
            }
        }
    }

    /** Empty if the case has no exact condition: then it must always be evaluated. */
    Optional<Condition> of(RoutingCase one) {
        return one.conditions().stream().filter(Condition::isExact).min(Comparator.comparingInt(this::mostAsked));
    }

    private int mostAsked(Condition condition) {
        Map<String, Integer> counts = asked.getOrDefault(condition.key(), Map.of());
        return condition.texts().stream()
                .mapToInt(text -> counts.getOrDefault(text, 0))
                .max()
                .orElse(0);
    }
}
