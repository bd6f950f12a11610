package io.alertrelay.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A place in the rules being compiled, at which problems are reported. All places of one rule set share a list. */
final class RulePlace {
    private static final int LENGTH = 100;

    private final String path;
    private final List<RuleProblem> problems;

    private RulePlace(String path, List<RuleProblem> problems) {
        this.path = path;
        this.problems = problems;
    }

    static RulePlace root() {
        return new RulePlace("", new ArrayList<>());
    }

    RulePlace field(String name) {
        return new RulePlace(path.isEmpty() ? name : path + "." + name, problems);
    }

    RulePlace item(int index) {
        return new RulePlace(path + "[" + index + "]", problems);
    }

    void problem(String found, String expected) {
        problem(found, expected, Optional.empty());
    }

    void problem(String found, String expected, Optional<String> suggestion) {
        // A suggestion that had to be cut or cleaned for the message could not be written like that.
        Optional<String> fit = suggestion.filter(text -> text.equals(Excerpt.of(text, LENGTH)));
        problems.add(new RuleProblem(path, Excerpt.of(found, LENGTH), expected, fit));
    }

    List<RuleProblem> problems() {
        return List.copyOf(problems);
    }
}
