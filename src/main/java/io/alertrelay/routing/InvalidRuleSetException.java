package io.alertrelay.routing;

import java.util.List;
import java.util.stream.Collectors;

/** The rules can't be used; has every problem. */
public final class InvalidRuleSetException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<RuleProblem> problems;

    InvalidRuleSetException(List<RuleProblem> problems) {
        super(problems.stream().map(RuleProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** All problems, in the order of the rules; never empty. */
    public List<RuleProblem> problems() {
        return problems;
    }
}
