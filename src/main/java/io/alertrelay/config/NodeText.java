package io.alertrelay.config;

import java.util.Set;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Describes YAML nodes in messages for people. */
final class NodeText {
    private static final int MAX_SHOWN = 80;
    /** Those that the parser gives by itself, one of them to {@code ${NAME}}, and YAML's own for texts. */
    private static final Set<Tag> PLAIN_TAGS = Set.of(
            Tag.STR,
            Tag.INT,
            Tag.FLOAT,
            Tag.BOOL,
            Tag.NULL,
            Tag.ENV_TAG,
            Tag.BINARY,
            new Tag(Tag.PREFIX + "timestamp"));

    /** Not which one: a secret that begins with {@code !} is a tag to YAML. */
    static final String TAG = "a tag, because it begins with !";

    private static final Set<String> NULLS = Set.of("~", "Null", "NULL");

    private NodeText() {}

    static String kind(Node node) {
        if (node instanceof MappingNode) {
            return "a mapping";
        }
        if (node instanceof SequenceNode list) {
            return list.getValue().isEmpty() ? "an empty list" : "a list";
        }
        return isNull(node) ? "nothing" : isTagged(node) ? TAG : "a single value";
    }

    /** Whether it has a tag, by which another tool would replace it, or which was meant for a part of it. */
    static boolean isTagged(Node node) {
        return node instanceof ScalarNode && !PLAIN_TAGS.contains(node.getTag());
    }

    /** The parser knows only {@code null} and nothing at all, as in JSON; YAML 1.2 has further words for it. */
    static boolean isNull(Node node) {
        return node instanceof ScalarNode scalar
                && (scalar.getTag().equals(Tag.NULL)
                        || scalar.getScalarStyle() == ScalarStyle.PLAIN && NULLS.contains(scalar.getValue()));
    }

    /** The text of a key; empty if the key is a list or a mapping, which no valid key is. */
    static String key(Node key) {
        return key instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    /** A quoted text, cut and on one line. */
    static String quoted(String text) {
        return '"' + line(text) + '"';
    }

    /** A text, cut and on one line. */
    static String line(String text) {
        String line = text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", " ");
        return line.codePointCount(0, line.length()) > MAX_SHOWN
                ? line.substring(0, line.offsetByCodePoints(0, MAX_SHOWN)) + "…"
                : line;
    }
}
