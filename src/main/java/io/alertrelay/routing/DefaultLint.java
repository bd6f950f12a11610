package io.alertrelay.routing;

import java.util.List;
import java.util.Optional;

/** Finds the case that leaves nothing for the default. */
final class DefaultLint {
    private DefaultLint() {}

    static Optional<RuleWarning> first(List<RoutingCase> cases) {
        for (RoutingCase one : cases) {
            boolean gives = one.target() instanceof CaseTarget.Listed;
            if (gives && one.conditions().stream().allMatch(Conditions::isAlways)) {
                return Optional.of(new RuleWarning(
                        "cases[" + (one.number() - 1) + "]",
                        "it matches every alert that comes to it, so the default is never used",
                        "if it stands for all the rest, put its channels into the default and leave the case out"));
            }
            // It may match an alert, find no channel, and leave it to the default.
            if (!gives && !one.fallthrough()) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }
}
