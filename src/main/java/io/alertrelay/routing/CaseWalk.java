package io.alertrelay.routing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Evaluates the cases of a shared integration in their order. */
final class CaseWalk {
    private final List<RoutingCase> cases;
    private final CaseIndex index;
    private final List<String> byDefault;
    private final String version;

    CaseWalk(List<RoutingCase> cases, List<String> byDefault) {
        this.cases = List.copyOf(cases);
        this.index = new CaseIndex(this.cases);
        this.byDefault = byDefault.stream().distinct().toList();
        CanonicalForm form = new CanonicalForm().add("shared").add(Integer.toString(cases.size()));
        cases.forEach(c -> c.writeTo(form));
        this.version = form.add(byDefault).version();
    }

    String version() {
        return version;
    }

    List<RoutingCase> cases() {
        return cases;
    }

    List<String> byDefault() {
        return byDefault;
    }

    Decision decide(Facts facts) {
        CaseMatches matches = matches(facts);
        return matches.areEnough() ? matches.decision(version) : matches.withDefault(byDefault, version);
    }

    CaseMatches matches(Facts facts) {
        List<MatchedCase> matched = new ArrayList<>(2);
        List<CaseFailure> failures = new ArrayList<>(0);
        CaseIndex.Candidates candidates = index.candidates(facts);
        for (int at = candidates.next(); at != CaseIndex.NONE; at = candidates.next()) {
            RoutingCase next = cases.get(at);
            try {
                if (!next.matches(facts)) {
                    continue;
                }
                matched.add(next.matched(facts));
            } catch (RuntimeException | StackOverflowError e) {
                // Whatever a rule does, the alert must be routed: an expression may exhaust the stack.
                failures.add(CaseFailure.of(next.number(), e));
                continue;
            }
            if (!next.fallthrough()) {
                break;
            }
        }
        return CaseMatches.of(matched, failures);
    }

    Map<String, Optional<String>> values(Facts facts, Decision decision) {
        Map<String, Optional<String>> values = new LinkedHashMap<>();
        for (MatchedCase matched : decision.matched()) {
            RoutingCase one = cases.get(matched.number() - 1);
            one.conditions().forEach(c -> values.put(c.key().word(), c.key().read(facts)));
            if (one.target() instanceof CaseTarget.Mapped mapped) {
                FactKey label = new FactKey.Label(mapped.label());
                values.put(label.word(), label.read(facts));
            }
        }
        return values;
    }

    Explanation explain(Facts facts) {
        return new Explainer(cases, byDefault).explain(facts, decide(facts));
    }
}
