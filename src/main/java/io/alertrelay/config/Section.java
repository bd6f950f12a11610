package io.alertrelay.config;

import io.alertrelay.text.Suggestion;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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

/**
 * A mapping of a document: reads the values of its keys and reports mistakes. A wrong or missing value gives empty (or
 * the default), so that reading continues and finds the next mistake.
 */
final class Section {
    private final Document document;
    private final Environment environment;
    private final String path;
    private final Optional<Mark> mark;
    private final boolean readable;
    private final Set<String> mentioned = new LinkedHashSet<>();
    /** The keys of which it is reported already why they have no value. */
    private final Set<String> valueless = new HashSet<>();

    private final Map<String, Node> values = new LinkedHashMap<>();

    private Section(Document document, Environment environment, String path, Optional<Mark> mark, boolean readable) {
        this.document = document;
        this.environment = environment;
        this.path = path;
        this.mark = mark;
        this.readable = readable;
    }

    /** The section of a node; one without keys, with a mistake reported, if it is not a mapping. */
    static Section of(Document document, Environment environment, String path, Node node, Set<String> known) {
        if (!(node instanceof MappingNode mapping)) {
            document.problem(
                    node.getStartMark(), path, NodeText.kind(node), "a mapping with " + String.join(", ", known));
            return new Section(document, environment, path, node.getStartMark(), false);
        }
        Section section = new Section(document, environment, path, node.getStartMark(), true);
        mapping.getValue().forEach(entry -> section.add(entry, known));
        return section;
    }

    private void add(NodeTuple entry, Set<String> known) {
        Node key = entry.getKeyNode();
        String name = NodeText.key(key);
        boolean hasValue = !NodeText.isNull(entry.getValueNode());
        Optional<RunTogether> runTogether =
                hasValue && known.contains(name) ? Optional.empty() : runTogether(name, hasValue, known);
        if (name.equals(Document.MERGE_KEY)) {
            document.mergeKey(key.getStartMark(), at(name));
        } else if (runTogether.isPresent()) {
            RunTogether it = runTogether.get();
            valueless.add(it.key());
            document.problem(key.getStartMark(), at(it.key()), it.found(), it.expected());
        } else if (!known.contains(name)) {
            unknown(key, name, hasValue, known);
        } else if (!mentioned.add(name)) {
            document.problem(key.getStartMark(), at(name), "the key a second time", "each key once");
        } else if (hasValue) {
            values.put(name, entry.getValueNode());
        }
    }

    private static Optional<RunTogether> runTogether(String name, boolean hasValue, Set<String> known) {
        return RunTogether.in(name, hasValue)
                .filter(it -> hasValue || known.contains(name) || isNearly(it.key(), known));
    }

    private static boolean isNearly(String key, Set<String> known) {
        return known.contains(key) || Suggestion.nearest(key, known).isPresent();
    }

    /** One without a value may end in a secret, or be one, so that only what is known of it is shown. */
    private void unknown(Node key, String name, boolean hasValue, Set<String> known) {
        String expected = "one of " + String.join(", ", known);
        if (hasValue || isNearly(name, known)) {
            document.problem(key.getStartMark(), at(name), "an unknown key", expected, Suggestion.nearest(name, known));
            return;
        }
        Optional<String> begin = known.stream().filter(name::startsWith).max(Comparator.comparing(String::length));
        if (begin.isPresent()) {
            valueless.add(begin.get());
            document.problem(
                    key.getStartMark(),
                    at(begin.get()),
                    "an unknown key without a value that begins so, the rest of which is not shown",
                    begin.get() + ": value, or " + expected);
        } else {
            document.problem(key.getStartMark(), path, "an unknown key without a value, which is not shown", expected);
        }
    }

    /** Whether a key has a value. One without a value counts as absent. */
    boolean has(String key) {
        return values.containsKey(key);
    }

    /** Whether a key is present, with or without a value. */
    boolean mentions(String key) {
        return mentioned.contains(key);
    }

    /** Whether this is a mapping; if not, that is reported, and missing keys are not. */
    boolean readable() {
        return readable;
    }

    /** The node of a key. */
    Optional<Node> node(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** The path of a key, for messages. */
    String at(String key) {
        String shown = NodeText.line(key);
        return path.isEmpty() ? shown : path + "." + shown;
    }

    /** The section under a key; one without keys if it is absent. */
    Section section(String key, Set<String> known) {
        return node(key)
                .map(node -> of(document, environment, at(key), node, known))
                .orElseGet(() -> new Section(document, environment, at(key), mark, true));
    }

    /** The sections in the list under a key, which must have at least one. */
    List<Section> sections(String key, Set<String> known) {
        List<Section> sections = new ArrayList<>();
        Optional<Node> node = node(key);
        if (node.isEmpty()) {
            missing(key, "a list with at least one");
        } else if (!(node.get() instanceof SequenceNode list) || list.getValue().isEmpty()) {
            problem(key, NodeText.kind(node.get()), "a list with at least one");
        } else {
            for (Node item : list.getValue()) {
                sections.add(of(document, environment, at(key) + "[" + sections.size() + "]", item, known));
            }
        }
        return sections;
    }

    /**
     * The sections in the list under a key, which may be absent but not empty; a single value in it stands for a
     * section in which only the key {@code only} has that value.
     */
    List<Section> items(String key, Set<String> known, String only) {
        Optional<Node> node = node(key);
        List<Section> sections = new ArrayList<>();
        if (node.isPresent()
                && (!(node.get() instanceof SequenceNode list)
                        || list.getValue().isEmpty())) {
            problem(key, NodeText.kind(node.get()), "a list with at least one");
        } else if (node.isPresent()) {
            for (Node item : ((SequenceNode) node.get()).getValue()) {
                String path = at(key) + "[" + sections.size() + "]";
                if (item instanceof ScalarNode) {
                    Section one = new Section(document, environment, path, item.getStartMark(), true);
                    one.values.put(only, item);
                    sections.add(one);
                } else {
                    sections.add(of(document, environment, path, item, known));
                }
            }
        }
        return sections;
    }

    /** The section under a key that may have any names, each with a value. */
    Section open(String key) {
        return open(key, "a mapping of names to values");
    }

    Section open(String key, String expected) {
        Set<String> names = new HashSet<>();
        if (node(key).orElse(null) instanceof MappingNode mapping) {
            mapping.getValue().forEach(entry -> names.add(NodeText.key(entry.getKeyNode())));
        } else if (has(key)) {
            problem(key, NodeText.kind(node(key).orElseThrow()), expected);
            return new Section(document, environment, at(key), mark, false);
        }
        Section section = section(key, names);
        section.mentioned.stream()
                .filter(name -> !section.has(name))
                .forEach(name -> section.problem(name, "nothing", "a string; \"\" for an empty one"));
        return section;
    }

    /** The keys that have a value, in the order of the file. */
    Set<String> keys() {
        return Collections.unmodifiableSet(values.keySet());
    }

    /** The value of a required key. */
    <T> Optional<T> required(String key, String expected, Function<String, Optional<T>> parser) {
        if (!has(key)) {
            missing(key, expected);
            return Optional.empty();
        }
        return optional(key, expected, parser);
    }

    /** The value of an optional key. */
    <T> Optional<T> optional(String key, String expected, Function<String, Optional<T>> parser) {
        return read(key, expected, parser, Set.of(), Optional.empty());
    }

    /** The values in the list under a key, which may be absent; a single value counts as a list of one. */
    <T> List<T> list(String key, String expected, Function<String, Optional<T>> parser) {
        Optional<Node> node = node(key);
        if (!(node.orElse(null) instanceof SequenceNode list)) {
            return optional(key, expected, parser).map(List::of).orElse(List.of());
        }
        List<T> values = new ArrayList<>();
        for (Node item : list.getValue()) {
            Section one = new Section(document, environment, path, item.getStartMark(), true);
            String name = key + "[" + values.size() + "]";
            one.values.put(name, item);
            Optional<T> value = one.optional(name, expected, parser);
            if (value.isEmpty()) {
                return List.of();
            }
            values.add(value.get());
        }
        return values;
    }

    /** The same for a value that must be one of these words; suggests the nearest one. */
    <T> Optional<T> choice(String key, String expected, Set<String> words, Function<String, Optional<T>> parser) {
        return read(key, expected, parser, words, Optional.empty());
    }

    /** The same for a required value that is never shown. */
    <T> Optional<T> requiredSecret(String key, String expected, Function<String, Optional<T>> parser) {
        return requiredSecret(key, expected, parser, text -> Optional.empty());
    }

    /**
     * The value of a required key, which is never shown.
     *
     * @param oddity describes what is wrong with a value without showing it; empty if nothing in particular
     */
    <T> Optional<T> requiredSecret(
            String key,
            String expected,
            Function<String, Optional<T>> parser,
            Function<String, Optional<String>> oddity) {
        if (!has(key)) {
            missing(key, expected);
            return Optional.empty();
        }
        return node(key)
                .filter(node -> node instanceof ScalarNode && !NodeText.isTagged(node))
                .flatMap(node -> environment.placeholder(((ScalarNode) node).getValue(), at(key), parser))
                .or(() -> read(key, expected, parser, Set.of(), Optional.of(oddity)));
    }

    /** The value of a key for messages, without values of the environment. */
    String shown(String key) {
        return isHidden(key)
                ? "a value that is not shown"
                : node(key)
                        .map(node -> node instanceof ScalarNode scalar
                                ? NodeText.quoted(scalar.getValue())
                                : NodeText.kind(node))
                        .orElse("nothing");
    }

    /** Whether the value of a key, or a part of it, comes from the environment. */
    boolean isHidden(String key) {
        return node(key).orElse(null) instanceof ScalarNode scalar
                && environment.resolve(scalar.getValue()).fromEnvironment();
    }

    /**
     * Reports a value of a key that another place has already.
     *
     * @param places where each value was found first; this one is added
     */
    <T> void unique(String key, T value, Map<T, String> places) {
        String other = places.putIfAbsent(value, at(key));
        if (other != null) {
            problem(key, "the same as " + other, "one of its own");
        }
    }

    /** Reports that a key is wrong, at its place. */
    void problem(String key, String found, String expected) {
        problem(key, found, expected, Optional.empty());
    }

    void problem(String key, String found, String expected, Optional<String> suggestion) {
        document.problem(node(key).flatMap(Node::getStartMark).or(() -> mark), at(key), found, expected, suggestion);
    }

    private void missing(String key, String expected) {
        if (readable && !valueless.contains(key)) {
            document.problem(mark, at(key), "nothing", expected);
        }
    }

    private <T> Optional<T> read(
            String key,
            String expected,
            Function<String, Optional<T>> parser,
            Set<String> words,
            Optional<Function<String, Optional<String>>> secret) {
        Optional<String> text = node(key).flatMap(node -> text(key, node));
        Optional<T> value = text.flatMap(parser);
        if (text.isPresent() && value.isEmpty()) {
            boolean hidden = secret.isPresent() || isHidden(key);
            String oddity = secret.flatMap(odd -> odd.apply(text.get()))
                    .or(() -> NotReplaced.in(text.get()))
                    .map(odd -> " with " + odd)
                    .orElse("");
            String edge = text.get().equals(text.get().strip()) ? "" : " and has white space at an end";
            problem(
                    key,
                    hidden ? "a value that is not shown" + oddity + edge : NodeText.quoted(text.get()),
                    expected,
                    hidden ? Optional.empty() : Suggestion.nearest(text.get(), words));
        }
        return value;
    }

    private Optional<String> text(String key, Node node) {
        if (!(node instanceof ScalarNode scalar)) {
            problem(key, NodeText.kind(node), "a single value");
            return Optional.empty();
        }
        if (NodeText.isTagged(node)) {
            problem(key, NodeText.TAG, "a value, in quotes if it begins with !; for a secret ${NAME} or ${file:/path}");
            return Optional.empty();
        }
        Environment.Resolved resolved = environment.resolve(scalar.getValue());
        resolved.undefined().stream()
                .distinct()
                .forEach(name -> problem(
                        key,
                        "${" + name + "}, and no such environment variable",
                        "a variable that is set, or a default: ${" + name + ":default}"));
        resolved.unreadable().stream()
                .distinct()
                .forEach(name -> problem(
                        key,
                        "${" + name + "}, with a value that this JVM could not read as text",
                        "UTF-8, in a JVM that was started by ./relay or with LC_ALL=C.UTF-8"));
        resolved.unreadableFiles().stream()
                .distinct()
                .forEach(file -> problem(key, "the file " + file, "a file in UTF-8 that the relay's user can read"));
        resolved.foreign().stream()
                .distinct()
                .forEach(begin -> problem(
                        key,
                        "${" + begin + "…}, a form of the shell",
                        "${NAME}, whose variable must be set, or a default: ${NAME:default}, or ${NAME:-default} also in"
                                + " place of an empty one"));
        if (resolved.malformed()) {
            problem(
                    key,
                    "a ${ that begins no reference",
                    "${NAME} or ${NAME:default}, of letters, digits and _, or ${file:/path}; $${ stands for ${ itself");
        }
        return resolved.usable() ? Optional.of(resolved.text()) : Optional.empty();
    }
}
