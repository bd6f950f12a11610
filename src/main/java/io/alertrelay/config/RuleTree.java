package io.alertrelay.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A mapping within rules, whose values are taken literally. What is {@code null} counts as absent. */
record RuleTree(Document document, String path, Node node) {
    private static final Pattern STEP = Pattern.compile("([A-Za-z_]+)|\\[(\\d+)]");

    /** A place for a mistake. */
    record Spot(String path, Optional<Mark> mark) {}

    static RuleTree of(Document document, String path, Node node) {
        RuleTree tree = new RuleTree(document, path, node);
        if (!(node instanceof MappingNode)) {
            document.problem(node.getStartMark(), path, "no mapping", "rules: a mapping with cases and default");
        }
        return tree;
    }

    List<String> keys() {
        List<String> keys = new ArrayList<>();
        if (node instanceof MappingNode mapping) {
            for (NodeTuple entry : mapping.getValue()) {
                if (entry.getKeyNode() instanceof ScalarNode key) {
                    keys.add(key.getValue());
                }
            }
        }
        return keys;
    }

    Optional<RuleTree> child(String key) {
        return child(node, key).map(child -> new RuleTree(document, at(key), child));
    }

    /** The mappings in a list. */
    List<RuleTree> list(String key) {
        List<RuleTree> items = new ArrayList<>();
        List<Node> nodes = items(key);
        for (int i = 0; i < nodes.size(); i++) {
            RuleTree item = new RuleTree(document, at(key) + "[" + i + "]", nodes.get(i));
            if (nodes.get(i) instanceof MappingNode) {
                items.add(item);
            } else {
                document.problem(nodes.get(i).getStartMark(), item.path, "no mapping", "a mapping");
            }
        }
        return items;
    }

    Optional<String> text(String key) {
        Optional<Node> child = child(node, key);
        if (child.isPresent() && !(child.get() instanceof ScalarNode)) {
            problem(key, "no single value", "a text", Optional.empty());
        }
        return child.filter(ScalarNode.class::isInstance).map(n -> ((ScalarNode) n).getValue());
    }

    /** The texts in a list; a number or a word counts as it is written. */
    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        List<Node> nodes = items(key);
        for (int i = 0; i < nodes.size(); i++) {
            if (nodes.get(i) instanceof ScalarNode scalar) {
                texts.add(scalar.getValue());
            } else {
                document.problem(nodes.get(i).getStartMark(), at(key) + "[" + i + "]", "no single value", "a text");
            }
        }
        return texts;
    }

    boolean flag(String key) {
        Optional<String> word = text(key);
        if (word.isPresent() && !word.get().equals("true") && !word.get().equals("false")) {
            problem(key, "\"" + word.get() + "\"", "true or false", Optional.empty());
        }
        return word.filter("true"::equals).isPresent();
    }

    void problem(String key, String found, String expected, Optional<String> suggestion) {
        Optional<Mark> mark = child(node, key).flatMap(Node::getStartMark).or(node::getStartMark);
        document.problem(mark, at(key), found, expected, suggestion);
    }

    /**
     * Where a path of the rules stands in the document, or as much of it as is written there. Rules that name channels
     * have {@code channels} where the path says {@code channel_ids}.
     */
    Spot spot(String rulePath) {
        Node current = node;
        StringBuilder where = new StringBuilder(path);
        Matcher step = STEP.matcher(rulePath);
        while (step.find()) {
            String key = step.group(1);
            Optional<Node> next = key == null ? element(current, Integer.parseInt(step.group(2))) : child(current, key);
            if (next.isEmpty()
                    && "channel_ids".equals(key)
                    && child(current, "channels").isPresent()) {
                key = "channels";
                next = child(current, key);
            }
            where.append(key == null ? step.group() : (where.length() == 0 ? "" : ".") + key);
            current = next.orElse(current);
        }
        return new Spot(where.toString(), current.getStartMark());
    }

    static Optional<Node> child(Node parent, String key) {
        if (parent instanceof MappingNode mapping) {
            for (NodeTuple entry : mapping.getValue()) {
                if (entry.getKeyNode() instanceof ScalarNode name
                        && name.getValue().equals(key)) {
                    return Optional.of(entry.getValueNode()).filter(value -> !isNull(value));
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

    private List<Node> items(String key) {
        Optional<Node> child = child(node, key);
        if (child.isPresent() && !(child.get() instanceof SequenceNode)) {
            problem(key, "no list", "a list", Optional.empty());
        }
        return child.filter(SequenceNode.class::isInstance)
                .map(n -> ((SequenceNode) n).getValue())
                .orElse(List.of());
    }

    private String at(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static boolean isNull(Node node) {
        return node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.NULL);
    }
}
