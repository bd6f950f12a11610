package io.alertrelay.config;

import io.alertrelay.routing.RuleSet;
import io.alertrelay.routing.RuleWarning;
import java.util.List;
import java.util.stream.Stream;

/**
 * Rules and their place.
 *
 * @param tree the document that they were read from
 */
record WrittenRules(RuleTree tree, RuleSet rules, List<RuleExample> examples) {
    WrittenRules {
        examples = List.copyOf(examples);
    }

    /** The warnings about the rules and about keys that are ignored, with their lines. */
    List<ConfigWarning> warnings() {
        return Stream.concat(rules.lint().warnings().stream().map(this::place), IgnoredKeys.warnings(tree).stream())
                .toList();
    }

    /** The warning with its line. */
    ConfigWarning place(RuleWarning warning) {
        RuleTree.Spot spot = tree.spot(warning.path());
        return ConfigWarning.at(
                tree.document().name(), spot.node().getStartMark(), spot.path(), warning.why(), warning.advice());
    }
}
