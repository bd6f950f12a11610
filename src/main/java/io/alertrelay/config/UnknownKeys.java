package io.alertrelay.config;

import io.alertrelay.text.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The keys of a file of rules that have no meaning, but nearly are one that has. They are no mistakes, because the file
 * may be an export in which Flashduty has keys of its own; but one that is misspelt silently changes where alerts go. Of
 * keys that are like none nothing is said: an export must pass a strict check unedited.
 */
final class UnknownKeys {
    private UnknownKeys() {}

    static List<ConfigWarning> warnings(RuleTree rules) {
        List<ConfigWarning> warnings = new ArrayList<>();
        Set<String> root = Stream.concat(ConfigKeys.RULES.stream(), RulesImport.ENVELOPE.stream())
                .collect(Collectors.toSet());
        look(rules, ConfigKeys.RULES, root, warnings);
        for (RuleTree one : rules.list("cases")) {
            look(one, ConfigKeys.CASE, ConfigKeys.CASE, warnings);
            one.list("if").forEach(each -> look(each, ConfigKeys.CONDITION, ConfigKeys.CONDITION, warnings));
        }
        rules.child("default").ifPresent(its -> look(its, ConfigKeys.DEFAULT, ConfigKeys.DEFAULT, warnings));
        return warnings;
    }

    private static void look(RuleTree node, Set<String> known, Set<String> accepted, List<ConfigWarning> warnings) {
        for (String key : node.keys()) {
            if (!accepted.contains(key)) {
                Suggestion.nearest(key, known)
                        .ifPresent(near -> warnings.add(ConfigWarning.at(
                                node.document().name(),
                                node.mark(key),
                                node.at(key),
                                "an unknown key, which is ignored",
                                "did you mean " + near + "?")));
            }
        }
    }
}
