package io.alertrelay.config;

import io.alertrelay.record.CaseDefinition;
import io.alertrelay.record.ChannelReference;
import io.alertrelay.record.RuleSetDefinition;
import io.alertrelay.routing.InvalidRuleSetException;
import io.alertrelay.routing.RuleProblem;
import io.alertrelay.routing.RuleSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.Node;

/** Converts the unchanged reply of Flashduty's {@code /route/info} to a file of rules with the channels' names. */
public final class RulesImport {
    /** Keys of the reply other than the rules, which need not be converted. */
    static final Set<String> ENVELOPE = Set.of(
            "request_id",
            "error",
            "account_id",
            "integration_id",
            "integration_name",
            "version",
            "creator_id",
            "created_by",
            "created_at",
            "updated_by",
            "updated_at");

    private final Map<Long, String> names;
    private final KnownChannels channels;

    /** @param channels of the configuration, for their names */
    public RulesImport(List<ChannelSettings> channels) {
        this.names = channels.stream()
                .filter(c -> c.id().isPresent())
                .collect(Collectors.toMap(c -> c.id().orElseThrow(), ChannelSettings::name));
        this.channels =
                new KnownChannels(channels.stream().map(ChannelSettings::name).collect(Collectors.toSet()), names);
    }

    /**
     * Reads a reply, with or without the envelope around the rules.
     *
     * @throws InvalidConfigException if it is not of that form
     */
    public ConvertedRules read(Path reply) throws InvalidConfigException {
        Document document = new Document(reply.toString(), new ConfigProblems());
        return read(document, document.parse(reply));
    }

    /** Reads a reply that is called {@code name} in mistakes. */
    public ConvertedRules read(String reply, String name) throws InvalidConfigException {
        Document document = new Document(name, new ConfigProblems());
        return read(document, document.parse(reply));
    }

    private ConvertedRules read(Document document, Optional<Node> root) throws InvalidConfigException {
        document.problems().throwIfAny();
        RoutesReader reader = new RoutesReader(document, "", false);
        RuleTree tree = reader.tree(root.orElseThrow());
        RuleSetDefinition rules = reader.definition(tree);
        document.problems().throwIfAny();
        List<String> notes = new ArrayList<>(unknown(root.orElseThrow(), document, tree));
        LeftBehind.in(tree).forEach(left -> notes.add(left.path() + ": " + left.why() + "; left out"));
        notes.addAll(mistakes(rules));
        return new ConvertedRules(new RulesYaml(names).write(rules), notes);
    }

    private static List<String> unknown(Node root, Document document, RuleTree tree) {
        Map<String, Integer> unknown = new LinkedHashMap<>();
        if (!tree.path().isEmpty()) {
            count(new RuleTree(document, "", root), "", Set.of(tree.path()), unknown);
        }
        count(tree, "", ConfigKeys.RULES, unknown);
        for (RuleTree one : tree.list("cases")) {
            count(one, "cases[].", ConfigKeys.CASE, unknown);
            one.list("if").forEach(condition -> count(condition, "cases[].if[].", ConfigKeys.CONDITION, unknown));
        }
        tree.child("default").ifPresent(d -> count(d, "default.", ConfigKeys.DEFAULT, unknown));
        if (tree.keys().contains("examples")) {
            unknown.put("examples", tree.list("examples").size());
        }
        return unknown.entrySet().stream()
                .map(e -> e.getKey() + (e.getValue() > 1 ? " (" + e.getValue() + " times)" : "")
                        + ": no part of the rules, left out")
                .toList();
    }

    private static void count(RuleTree node, String where, Set<String> known, Map<String, Integer> unknown) {
        node.keys().stream()
                .filter(key -> !known.contains(key) && !(where.isEmpty() && ENVELOPE.contains(key)))
                .forEach(key -> unknown.merge(where + key, 1, Integer::sum));
    }

    private List<String> mistakes(RuleSetDefinition rules) {
        List<String> notes = new ArrayList<>();
        if (channels.names().isEmpty()) {
            boolean ids = rules.cases().stream().anyMatch(RulesImport::hasIds)
                    || rules.byDefault().filter(d -> !d.channels().isEmpty()).isPresent();
            if (ids) {
                notes.add("channel_ids: without a configuration no id has a name, so they stay ids; give --config");
            }
        }
        try {
            RuleSet.compile(rules, channels);
        } catch (InvalidRuleSetException e) {
            e.problems().forEach(problem -> notes.add(note(problem)));
        }
        return notes;
    }

    private static boolean hasIds(CaseDefinition one) {
        return one.channels().stream().anyMatch(ChannelReference.ById.class::isInstance);
    }

    private static String note(RuleProblem problem) {
        return problem.path().contains("channel_ids[")
                ? problem.path() + ": no channel of the configuration has the id " + problem.found()
                        + ", so it stays an id; give the channel its id, or add the channel"
                : problem + "; the relay does not start with it";
    }
}
