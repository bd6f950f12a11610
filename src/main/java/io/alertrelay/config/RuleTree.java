package io.alertrelay.config;

import io.alertrelay.text.Suggestion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A mapping within rules, whose values are literal. {@code null} counts as absent. */
record RuleTree(Document document, String path, Node node) {
    private static final Pattern CHANNEL = Pattern.compile("(.*?)\\.?channel_ids(?:\\[(\\d+)])?");
    private static final Pattern STEP = Pattern.compile("([A-Za-z_]+)|\\[(\\d+)]");

    /** The place of a mistake: a path, and the node there or the nearest one around it. */
    record Spot(String path, Node node) {}

    static RuleTree of(Document document, String path, Node node) {
        RuleTree tree = new RuleTree(document, path, node);
        if (!(node instanceof MappingNode)) {
            document.problem(node.getStartMark(), path, NodeText.kind(node), "rules: a mapping with cases and default");
        }
        return tree;
    }

    boolean isMapping() {
        return node instanceof MappingNode;
    }

    /** The keys, without merge keys, which are mistakes. */
    List<String> keys() {
        return keyNodes().stream()
                .map(ScalarNode::getValue)
                .filter(key -> !key.equals(Document.MERGE_KEY))
                .toList();
    }

    /** Reports keys that occur twice, and merge keys, which would be without effect. */
    void checkKeys() {
        checkKeys(keys(), Set.of());
    }

    /** Reports unknown keys, too. */
    void checkKeys(Set<String> known) {
        checkKeys(known, known);
    }

    private void checkKeys(Collection<String> accepted, Set<String> known) {
        Set<String> seen = new HashSet<>();
        for (ScalarNode node : keyNodes()) {
            String key = node.getValue();
            Optional<Mark> mark = node.getStartMark();
            if (key.equals(Document.MERGE_KEY)) {
                document.mergeKey(mark, at(key));
            } else if (!seen.add(key)) {
                document.problem(mark, at(key), "the key a second time", "each key once");
            } else if (!accepted.contains(key)) {
                document.problem(
                        mark,
                        at(key),
                        "an unknown key",
                        "one of " + String.join(", ", known),
                        Suggestion.nearest(key, known));
            }
        }
    }

    private List<ScalarNode> keyNodes() {
        List<ScalarNode> keys = new ArrayList<>();
        if (node instanceof MappingNode mapping) {
            for (NodeTuple entry : mapping.getValue()) {
                if (entry.getKeyNode() instanceof ScalarNode key) {
                    keys.add(key);
                }
            }
        }
        return keys;
    }

    Optional<RuleTree> child(String key) {
        return child(node, key).map(child -> new RuleTree(document, at(key), child));
    }

    /**
     * The mappings in a list. Anything else is reported and becomes an empty mapping, so that the others keep their
     * index.
     */
    List<RuleTree> list(String key) {
        List<RuleTree> items = new ArrayList<>();
        for (Node node : items(key)) {
            RuleTree item = new RuleTree(document, at(key) + "[" + items.size() + "]", node);
            if (!(node instanceof MappingNode)) {
                document.problem(node.getStartMark(), item.path, NodeText.kind(node), "a mapping");
            }
            items.add(item);
        }
        return items;
    }

    Optional<String> text(String key) {
        Optional<Node> child = child(node, key);
        if (child.isPresent() && !(child.get() instanceof ScalarNode)) {
            problem(key, NodeText.kind(child.get()), "a string", Optional.empty());
        }
        if (child.filter(NodeText::isTagged).isPresent()) {
            problem(key, NodeText.TAG, "a string; one that begins with ! in quotes", Optional.empty());
        }
        return child.filter(ScalarNode.class::isInstance).map(n -> ((ScalarNode) n).getValue());
    }

    /** The texts in a list; a number or a word counts as written. Anything else is reported and becomes empty. */
    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        for (Node item : items(key)) {
            if (item instanceof ScalarNode scalar && !NodeText.isNull(item)) {
                if (NodeText.isTagged(item)) {
                    problem(key, texts.size(), NodeText.TAG, "a string; one that begins with ! in quotes");
                }
                texts.add(scalar.getValue());
            } else {
                problem(key, texts.size(), NodeText.kind(item), "a string");
                texts.add("");
            }
        }
        return texts;
    }

    boolean flag(String key) {
        Optional<String> word = text(key);
        if (word.isPresent() && !word.get().equals("true") && !word.get().equals("false")) {
            problem(key, NodeText.quoted(word.get()), "true or false", Optional.empty());
        }
        return word.filter("true"::equals).isPresent();
    }

    void problem(String key, String found, String expected, Optional<String> suggestion) {
        document.problem(mark(key), at(key), found, expected, suggestion);
    }

    /** Where the value of the key begins, or what it should be in. */
    Optional<Mark> mark(String key) {
        return child(node, key).flatMap(Node::getStartMark).or(node::getStartMark);
    }

    /** Reports that an item of a list is wrong. */
    void problem(String key, int index, String found, String expected) {
        Spot spot = walk(new Spot(path, node), key + "[" + index + "]");
        document.problem(spot.node.getStartMark(), spot.path, found, expected);
    }

    /**
     * The place of a path of the rules in the document, or of as much of it as exists there. In a path the channels of
     * {@code channel_ids} and then those of {@code channels} are counted as one list {@code channel_ids}.
     */
    Spot spot(String rulePath) {
        Matcher channel = CHANNEL.matcher(rulePath);
        if (!channel.matches()) {
            return walk(new Spot(path, node), rulePath);
        }
        Spot owner = walk(new Spot(path, node), channel.group(1));
        int ids = new RuleTree(document, owner.path, owner.node).size("channel_ids");
        boolean named = child(owner.node, "channels").isPresent();
        if (channel.group(2) == null) {
            return walk(owner, named && ids == 0 ? "channels" : "channel_ids");
        }
        int index = Integer.parseInt(channel.group(2));
        return walk(owner, named && index >= ids ? "channels[" + (index - ids) + "]" : "channel_ids[" + index + "]");
    }

    private static Spot walk(Spot from, String steps) {
        Node current = from.node;
        StringBuilder where = new StringBuilder(from.path);
        Matcher step = STEP.matcher(steps);
        while (step.find()) {
            String key = step.group(1);
            Optional<Node> next = key == null ? element(current, Integer.parseInt(step.group(2))) : child(current, key);
            where.append(key == null ? step.group() : (where.length() == 0 ? "" : ".") + key);
            current = next.orElse(current);
        }
        return new Spot(where.toString(), current);
    }

    static Optional<Node> child(Node parent, String key) {
        if (parent instanceof MappingNode mapping) {
            for (NodeTuple entry : mapping.getValue()) {
                if (entry.getKeyNode() instanceof ScalarNode name
                        && name.getValue().equals(key)) {
                    return Optional.of(entry.getValueNode()).filter(value -> !NodeText.isNull(value));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Node> element(Node parent, int index) {
        return parent instanceof SequenceNode list && index < list.getValue().size()
                ? Optional.of(list.getValue().get(index))
                : Optional.empty();
    }

    private int size(String key) {
        return child(node, key)
                .filter(SequenceNode.class::isInstance)
                .map(n -> ((SequenceNode) n).getValue().size())
                .orElse(0);
    }

    private List<Node> items(String key) {
        Optional<Node> child = child(node, key);
        if (child.isPresent() && !(child.get() instanceof SequenceNode)) {
            problem(key, NodeText.kind(child.get()), "a list", Optional.empty());
        }
        return child.filter(SequenceNode.class::isInstance)
                .map(n -> ((SequenceNode) n).getValue())
                .orElse(List.of());
    }

    /** The path of the key. */
    String at(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
