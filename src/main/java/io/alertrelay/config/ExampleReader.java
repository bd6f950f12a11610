package io.alertrelay.config;

import io.alertrelay.alert.Severity;
import io.alertrelay.text.Suggestion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Reads the list {@code examples} next to rules. It is not part of Flashduty's export, so unknown keys are mistakes in
 * an export, too.
 */
record ExampleReader(KnownChannels channels) {
    private static final Set<String> SEVERITIES =
            Arrays.stream(Severity.values()).map(Severity::word).collect(Collectors.toUnmodifiableSet());

    List<RuleExample> read(RuleTree rules) {
        List<RuleExample> examples = new ArrayList<>();
        for (RuleTree one : rules.list("examples")) {
            one.checkKeys(ConfigKeys.EXAMPLE);
            examples.add(new RuleExample(
                    one,
                    one.text("name").orElse(""),
                    labels(one),
                    severity(one),
                    one.text("title").orElse(""),
                    one.text("description").orElse(""),
                    channels(one)));
        }
        return examples;
    }

    private static Map<String, String> labels(RuleTree one) {
        Map<String, String> labels = new HashMap<>();
        one.child("labels").ifPresent(child -> {
            if (!child.isMapping()) {
                one.problem("labels", NodeText.kind(child.node()), "a mapping of labels", Optional.empty());
            }
            child.checkKeys();
            child.keys().forEach(name -> labels.put(name, child.text(name).orElse("")));
        });
        return labels;
    }

    private static Optional<Severity> severity(RuleTree one) {
        Optional<String> word = one.text("severity");
        Optional<Severity> severity = word.flatMap(Severity::ofWord);
        if (word.isPresent() && severity.isEmpty()) {
            one.problem(
                    "severity",
                    NodeText.quoted(word.get()),
                    "Critical, Warning or Info",
                    Suggestion.nearest(word.get(), SEVERITIES));
        }
        return severity;
    }

    private Set<String> channels(RuleTree one) {
        List<String> names = one.texts("channels");
        if (names.isEmpty()) {
            one.problem("channels", "nothing", "the names of the channels that it goes to", Optional.empty());
        }
        for (int i = 0; i < names.size(); i++) {
            if (!channels.exists(names.get(i))) {
                one.problem(
                        "channels", i, NodeText.quoted(names.get(i)), "one of " + String.join(", ", channels.names()));
            }
        }
        return new TreeSet<>(names);
    }
}
