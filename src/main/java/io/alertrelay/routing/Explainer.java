package io.alertrelay.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Adds the result of each case to a decision. It starts from the decision, so that it can't contradict it. */
final class Explainer {
    private final List<RoutingCase> cases;
    private final List<String> byDefault;

    Explainer(List<RoutingCase> cases, List<String> byDefault) {
        this.cases = cases;
        this.byDefault = byDefault;
    }

    Explanation explain(Facts facts, Decision decision) {
        Map<Integer, MatchedCase> matched =
                decision.matched().stream().collect(Collectors.toMap(MatchedCase::number, Function.identity()));
        Map<Integer, CaseFailure> failures =
                decision.failures().stream().collect(Collectors.toMap(CaseFailure::number, Function.identity()));
        List<CaseExplanation> explained = new ArrayList<>();
        Optional<Integer> stoppedBy = Optional.empty();
        for (RoutingCase next : cases) {
            CaseOutcome outcome;
            if (stoppedBy.isPresent()) {
                outcome = new CaseOutcome.NotReached(stoppedBy.get());
            } else if (matched.containsKey(next.number())) {
                outcome = matched(next, matched.get(next.number()), facts);
                stoppedBy = next.fallthrough() ? Optional.empty() : Optional.of(next.number());
            } else if (failures.containsKey(next.number())) {
                outcome = new CaseOutcome.Failed(failures.get(next.number()).reason());
            } else {
                outcome = unmatched(next, facts);
            }
            explained.add(new CaseExplanation(next.number(), next.when(), outcome));
        }
        return new Explanation(decision, explained, byDefault);
    }

    private static CaseOutcome matched(RoutingCase one, MatchedCase match, Facts facts) {
        Optional<CaseOutcome.Mapping> mapping = one.target() instanceof CaseTarget.Mapped mapped
                ? Optional.of(new CaseOutcome.Mapping(
                        mapped.label(), Optional.ofNullable(facts.labels().get(mapped.label()))))
                : Optional.empty();
        return new CaseOutcome.Matched(match.channels(), mapping, !one.fallthrough());
    }

    private static CaseOutcome unmatched(RoutingCase one, Facts facts) {
        String failed = "none of its conditions fails when it is asked again";
        for (int i = 0; i < one.conditions().size(); i++) {
            Condition condition = one.conditions().get(i);
            try {
                if (!condition.holds(facts)) {
                    return new CaseOutcome.Unmatched(
                            i,
                            condition.key().word(),
                            condition.operator().name(),
                            condition.key().read(facts),
                            condition.texts());
                }
            } catch (RuntimeException | StackOverflowError e) {
                // The case did not match because of another condition, which follows.
                failed = CaseFailure.of(one.number(), e).reason();
            }
        }
        return new CaseOutcome.Failed(failed);
    }
}
