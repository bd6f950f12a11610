package io.alertrelay.config;

import io.alertrelay.record.CaseDefinition;
import io.alertrelay.record.ChannelReference;
import io.alertrelay.record.ConditionDefinition;
import io.alertrelay.record.DefaultDefinition;
import io.alertrelay.record.RoutingMode;
import io.alertrelay.record.RuleSetDefinition;
import io.alertrelay.routing.FlashdutyId;
import io.alertrelay.routing.InvalidRuleSetException;
import io.alertrelay.routing.RuleProblem;
import io.alertrelay.routing.RuleSet;
import io.alertrelay.text.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads rules in Flashduty's own format, as JSON or YAML, inline or in a file. A file may be an export: the unchanged
 * reply of Flashduty's {@code /route/info}. Rules are taken literally: {@code ${...}} in them is not an environment
 * variable.
 *
 * @param path of the rules in the document
 * @param strict whether unknown keys are mistakes; in an export they are Flashduty's
 */
record RoutesReader(Document document, String path, boolean strict) {
    /** Under it the whole reply of {@code /route/info} has the rules. */
    static final String DATA = "data";

    Optional<WrittenRules> read(Node root, KnownChannels channels) {
        int before = document.problems().count();
        RuleTree tree = tree(root);
        RuleSetDefinition definition = definition(tree);
        FollowOnMistakes followOn = new FollowOnMistakes(document.problems().since(before));
        List<RuleExample> examples = new ArrayList<>(new ExampleReader(channels).read(tree));
        if (isEnveloped(root)) {
            examples.addAll(new ExampleReader(channels).read(new RuleTree(document, "", root)));
        }
        boolean readable = document.problems().count() == before;
        try {
            RuleSet rules = RuleSet.compile(definition, channels);
            return readable ? Optional.of(new WrittenRules(tree, rules, examples)) : Optional.empty();
        } catch (InvalidRuleSetException e) {
            e.problems().forEach(problem -> note(tree, problem, followOn));
            return Optional.empty();
        }
    }

    /** The rules as written; mistakes in their form are reported. */
    RuleSetDefinition definition(RuleTree tree) {
        return new RuleSetDefinition(cases(tree), byDefault(tree));
    }

    /** An export may be the whole reply of {@code /route/info}, which has the rules under {@code data}. */
    RuleTree tree(Node root) {
        if (isEnveloped(root)) {
            RuleTree envelope = new RuleTree(document, "", root);
            envelope.checkKeys();
            Stream.of("cases", "default")
                    .filter(key -> envelope.child(key).isPresent())
                    .forEach(key -> envelope.problem(
                            key,
                            "rules outside data, which has rules too",
                            "rules in one of the two places",
                            Optional.empty()));
            return RuleTree.of(
                    document, DATA, envelope.child(DATA).orElseThrow().node());
        }
        if (!strict && RuleTree.child(root, "error").isPresent()) {
            document.problem(root.getStartMark(), "error", "an error that Flashduty answered", "the rules");
        }
        return RuleTree.of(document, path, root);
    }

    private boolean isEnveloped(Node root) {
        return !strict && RuleTree.child(root, DATA).isPresent();
    }

    private List<CaseDefinition> cases(RuleTree tree) {
        known(tree, ConfigKeys.RULES);
        List<CaseDefinition> cases = new ArrayList<>();
        for (RuleTree one : tree.list("cases")) {
            known(one, ConfigKeys.CASE);
            RoutingMode mode = mode(one);
            List<ConditionDefinition> conditions = new ArrayList<>();
            for (RuleTree condition : one.list("if")) {
                known(condition, ConfigKeys.CONDITION);
                conditions.add(new ConditionDefinition(
                        condition.text("key").orElse(""), condition.text("oper").orElse(""), condition.texts("vals")));
            }
            Optional<String> label = one.text("name_mapping_label");
            boolean mapped = mode == RoutingMode.NAME_MAPPING;
            cases.add(new CaseDefinition(
                    conditions,
                    // An export may still have settings of the other mode, which are ignored.
                    mapped && !strict ? List.of() : references(one),
                    one.flag("fallthrough"),
                    mode,
                    mapped || strict ? label : Optional.empty()));
        }
        return cases;
    }

    private Optional<DefaultDefinition> byDefault(RuleTree tree) {
        return tree.child("default").map(node -> {
            known(node, ConfigKeys.DEFAULT);
            return new DefaultDefinition(references(node));
        });
    }

    private RoutingMode mode(RuleTree one) {
        Optional<String> word = one.text("routing_mode").filter(w -> !w.isBlank());
        for (RoutingMode mode : RoutingMode.values()) {
            if (word.isEmpty() || mode.word().equals(word.get())) {
                return mode;
            }
        }
        one.problem(
                "routing_mode",
                NodeText.quoted(word.get()),
                "standard or name_mapping",
                Suggestion.nearest(word.get(), Set.of("standard", "name_mapping")));
        return RoutingMode.STANDARD;
    }

    private static List<ChannelReference> references(RuleTree node) {
        List<ChannelReference> references = new ArrayList<>();
        List<String> ids = node.texts("channel_ids");
        for (int i = 0; i < ids.size(); i++) {
            references.add(reference(node, i, ids.get(i)));
        }
        node.texts("channels").forEach(name -> references.add(new ChannelReference.ByName(name)));
        return references;
    }

    private static ChannelReference reference(RuleTree node, int index, String id) {
        Optional<Long> number = FlashdutyId.number(id);
        if (number.isEmpty()) {
            node.problem("channel_ids", index, NodeText.quoted(id), "a whole number; names go into channels");
            return new ChannelReference.ByName(id);
        }
        return new ChannelReference.ById(number.get());
    }

    private void known(RuleTree node, Set<String> keys) {
        if (strict) {
            node.checkKeys(keys);
        } else {
            node.checkKeys();
        }
    }

    private void note(RuleTree tree, RuleProblem problem, FollowOnMistakes followOn) {
        RuleTree.Spot spot = tree.spot(problem.path());
        boolean nothing = problem.found().isEmpty();
        if (!followOn.contains(spot.path(), nothing)) {
            document.problem(
                    spot.node().getStartMark(),
                    spot.path(),
                    nothing ? "nothing" : "\"" + problem.found() + "\"",
                    problem.expected(),
                    problem.suggestion());
        }
    }
}
