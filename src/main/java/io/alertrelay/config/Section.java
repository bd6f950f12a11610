package io.alertrelay.config;

import io.alertrelay.routing.Suggestion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A mapping of a document: reads what its keys hold, and notes what is wrong. A value that is wrong or missing gives
 * empty (or the default), so that reading goes on and finds the next mistake.
 */
final class Section {
    private static final int MAX_SHOWN = 80;

    private final Document document;
    private final Environment environment;
    private final String path;
    private final Optional<Mark> mark;
    private final Map<String, Node> values = new LinkedHashMap<>();

    private Section(Document document, Environment environment, String path, Optional<Mark> mark) {
        this.document = document;
        this.environment = environment;
        this.path = path;
        this.mark = mark;
    }

    /** The section that a node is; one without keys, with a mistake noted, if it is no mapping. */
    static Section of(Document document, Environment environment, String path, Node node, Set<String> known) {
        Section section = new Section(document, environment, path, node.getStartMark());
        if (!(node instanceof MappingNode mapping)) {
            document.problem(node.getStartMark(), path, kind(node), "a mapping with " + String.join(", ", known));
            return section;
        }
        for (NodeTuple entry : mapping.getValue()) {
            section.add(entry, known);
        }
        return section;
    }

    /** A section of which nothing is written. */
    static Section absent(Document document, Environment environment, String path) {
        return new Section(document, environment, path, Optional.empty());
    }

    private void add(NodeTuple entry, Set<String> known) {
        Node key = entry.getKeyNode();
        String name = key instanceof ScalarNode scalar ? scalar.getValue() : "";
        if (!known.contains(name)) {
            document.problem(
                    key.getStartMark(),
                    at(name),
                    "an unknown key",
                    "one of " + String.join(", ", known),
                    Suggestion.nearest(name, known));
        } else if (values.putIfAbsent(name, entry.getValueNode()) != null) {
            document.problem(key.getStartMark(), at(name), "the key a second time", "each key once");
        }
        if (isNull(entry.getValueNode())) {
            values.remove(name);
        }
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    /** The node of a key. */
    Optional<Node> node(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** The path of a key. */
    String at(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** The section under a key, one without keys if it is not written. */
    Section section(String key, Set<String> known) {
        return node(key)
                .map(node -> of(document, environment, at(key), node, known))
                .orElseGet(() -> absent(document, environment, at(key)));
    }

    /** The sections in the list under a key, which must have at least one. */
    List<Section> sections(String key, Set<String> known) {
        List<Section> sections = new ArrayList<>();
        Optional<Node> node = node(key);
        if (node.isEmpty()) {
            missing(key, "a list with at least one");
        } else if (!(node.get() instanceof SequenceNode list) || list.getValue().isEmpty()) {
            problem(key, kind(node.get()), "a list with at least one");
        } else {
            for (int i = 0; i < list.getValue().size(); i++) {
                sections.add(of(
                        document,
                        environment,
                        at(key) + "[" + i + "]",
                        list.getValue().get(i),
                        known));
            }
        }
        return sections;
    }

    /** The texts under a key that holds any names. */
    Map<String, String> texts(String key) {
        Map<String, String> texts = new LinkedHashMap<>();
        node(key).ifPresent(node -> {
            if (node instanceof MappingNode mapping) {
                for (NodeTuple entry : mapping.getValue()) {
                    String name = entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
                    scalar(at(key) + "." + name, entry.getValueNode()).ifPresent(v -> texts.put(name, v.text()));
                }
            } else {
                problem(key, kind(node), "a mapping of names to texts");
            }
        });
        return texts;
    }

    /** The value of a key that must be there. */
    <T> Optional<T> required(String key, String expected, Function<String, Optional<T>> parser) {
        if (!has(key)) {
            missing(key, expected);
            return Optional.empty();
        }
        return optional(key, expected, parser);
    }

    /** The value of a key that may be absent. */
    <T> Optional<T> optional(String key, String expected, Function<String, Optional<T>> parser) {
        return read(key, expected, parser, false);
    }

    /** Likewise, of a value that is never shown. */
    <T> Optional<T> requiredSecret(String key, String expected, Function<String, Optional<T>> parser) {
        if (!has(key)) {
            missing(key, expected);
            return Optional.empty();
        }
        return read(key, expected, parser, true);
    }

    /** Notes that a key is wrong, at its place. */
    void problem(String key, String found, String expected) {
        problem(key, found, expected, Optional.empty());
    }

    void problem(String key, String found, String expected, Optional<String> suggestion) {
        document.problem(node(key).flatMap(Node::getStartMark).or(() -> mark), at(key), found, expected, suggestion);
    }

    private void missing(String key, String expected) {
        document.problem(mark, at(key), "nothing", expected);
    }

    private <T> Optional<T> read(String key, String expected, Function<String, Optional<T>> parser, boolean secret) {
        Optional<Environment.Resolved> scalar = node(key).flatMap(node -> scalar(at(key), node));
        if (scalar.isEmpty()) {
            return Optional.empty();
        }
        Optional<T> value = parser.apply(scalar.get().text());
        if (value.isEmpty()) {
            boolean hidden = secret || scalar.get().fromEnvironment();
            problem(
                    key,
                    hidden ? "a value that is not shown" : shown(scalar.get().text()),
                    expected);
        }
        return value;
    }

    private Optional<Environment.Resolved> scalar(String where, Node node) {
        if (!(node instanceof ScalarNode scalar)) {
            document.problem(node.getStartMark(), where, kind(node), "a single value");
            return Optional.empty();
        }
        Environment.Resolved resolved = environment.resolve(scalar.getValue());
        if (resolved.undefined().isPresent()) {
            document.problem(
                    node.getStartMark(),
                    where,
                    "${" + resolved.undefined().get() + "}, and no such environment variable",
                    "a variable that is set, or a default: ${"
                            + resolved.undefined().get() + ":default}");
            return Optional.empty();
        }
        return Optional.of(resolved);
    }

    private static String shown(String text) {
        String line = text.replaceAll("\\p{Cntrl}", " ");
        return '"' + (line.length() > MAX_SHOWN ? line.substring(0, MAX_SHOWN) + "…" : line) + '"';
    }

    private static String kind(Node node) {
        if (node instanceof MappingNode) {
            return "a mapping";
        }
        if (node instanceof SequenceNode list) {
            return list.getValue().isEmpty() ? "an empty list" : "a list";
        }
        return isNull(node) ? "nothing" : "a single value";
    }

    private static boolean isNull(Node node) {
        return node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.NULL);
    }
}
