package io.alertrelay.config;

import io.alertrelay.text.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The keys of a file of rules that have no meaning. They are no mistakes, because the file may be an export in which
 * Flashduty has keys of its own; but one that is misspelt or misplaced silently changes where alerts go. In an export
 * only those count that can't be Flashduty's, or nearly are a key with a meaning: it must pass a strict check unedited.
 */
final class IgnoredKeys {
    /** A file that somebody wrote may have a version, too. */
    private static final Set<String> EXPORTED =
            RulesImport.ENVELOPE.stream().filter(key -> !key.equals("version")).collect(Collectors.toUnmodifiableSet());

    private final boolean exported;
    private final List<ConfigWarning> warnings = new ArrayList<>();

    private IgnoredKeys(boolean exported) {
        this.exported = exported;
    }

    static List<ConfigWarning> warnings(RuleTree rules) {
        IgnoredKeys ignored = new IgnoredKeys(
                rules.path().equals(RoutesReader.DATA) || rules.keys().stream().anyMatch(EXPORTED::contains));
        ignored.root(rules);
        for (RuleTree one : rules.list("cases")) {
            ignored.look(one, ConfigKeys.CASE);
            one.list("if").forEach(each -> ignored.look(each, ConfigKeys.CONDITION));
        }
        rules.child("default").ifPresent(fallback -> ignored.look(fallback, ConfigKeys.DEFAULT));
        LeftBehind.in(rules).stream()
                .filter(left -> !ignored.exported || !left.mayBeFlashdutys())
                .forEach(left -> ignored.warnings.add(left.warning()));
        return List.copyOf(ignored.warnings);
    }

    /** What is like no key may stand here: it is a place for what aliases refer to. */
    private void root(RuleTree rules) {
        Set<String> accepted = Stream.concat(ConfigKeys.RULES.stream(), RulesImport.ENVELOPE.stream())
                .collect(Collectors.toSet());
        rules.keys().stream()
                .filter(key -> !accepted.contains(key))
                .forEach(key -> Suggestion.nearest(key, ConfigKeys.RULES).ifPresent(near -> warn(rules, key, near)));
    }

    private void look(RuleTree node, Set<String> known) {
        for (String key : node.keys()) {
            if (!known.contains(key)) {
                Optional<String> near = Suggestion.nearest(key, known);
                if (near.isPresent()) {
                    warn(node, key, near.get());
                } else if (!exported) {
                    add(node, key, "leave it out, or write one of " + String.join(", ", known));
                }
            }
        }
    }

    private void warn(RuleTree node, String key, String near) {
        add(node, key, "did you mean " + near + "?");
    }

    private void add(RuleTree node, String key, String advice) {
        warnings.add(ConfigWarning.at(
                node.document().name(), node.mark(key), node.at(key), "an unknown key, which is ignored", advice));
    }
}
