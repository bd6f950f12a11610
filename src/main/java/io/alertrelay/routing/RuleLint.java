package io.alertrelay.routing;

import io.alertrelay.alert.Severity;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Warnings about valid rules that are probably not meant as written.
 *
 * @param warnings in the order of the rules
 * @param reached the channels to which some alert may go
 */
public record RuleLint(List<RuleWarning> warnings, Set<String> reached) {
    static final Facts ANY = new Facts(Severity.INFO, "", "", Optional.empty(), Map.of());

    public RuleLint {
        warnings = List.copyOf(warnings);
        reached = Set.copyOf(reached);
    }

    static RuleLint dedicated(Decision always) {
        return new RuleLint(List.of(), Set.copyOf(always.channels()));
    }

    static RuleLint of(CaseWalk walk) {
        ShadowLint shadows = new ShadowLint(walk.cases());
        List<RuleWarning> warnings = new ArrayList<>();
        Set<String> reached = new LinkedHashSet<>(walk.byDefault());
        for (RoutingCase one : walk.cases()) {
            List<RuleWarning> impossible = ConditionLint.impossible(one);
            List<RuleWarning> unreachable = impossible.isEmpty() ? shadows.of(one) : List.of();
            warnings.addAll(unreachable);
            warnings.addAll(impossible);
            warnings.addAll(ConditionLint.oddities(one));
            if (impossible.isEmpty() && unreachable.stream().noneMatch(ShadowLint::isUnreachable)) {
                reached.addAll(one.target().possible());
            }
        }
        DefaultLint.first(walk.cases()).ifPresent(warnings::add);
        return new RuleLint(warnings, reached);
    }
}
