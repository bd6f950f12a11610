package io.alertrelay.config;

import io.alertrelay.record.RoutingMode;
import java.util.List;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A setting of a case that is of the other routing mode, and so is ignored. Flashduty leaves such settings in its
 * export.
 *
 * @param one the case
 * @param mode of the case
 */
record LeftBehind(RuleTree one, String key, RoutingMode mode) {
    static List<LeftBehind> in(RuleTree rules) {
        return rules.list("cases").stream().flatMap(LeftBehind::inCase).toList();
    }

    private static Stream<LeftBehind> inCase(RuleTree one) {
        RoutingMode mode = one.text("routing_mode")
                        .filter(RoutingMode.NAME_MAPPING.word()::equals)
                        .isPresent()
                ? RoutingMode.NAME_MAPPING
                : RoutingMode.STANDARD;
        Stream<String> others =
                mode == RoutingMode.STANDARD ? Stream.of("name_mapping_label") : Stream.of("channel_ids", "channels");
        return others.filter(
                        key -> one.child(key).filter(LeftBehind::saysSomething).isPresent())
                .map(key -> new LeftBehind(one, key, mode));
    }

    private static boolean saysSomething(RuleTree value) {
        Node node = value.node();
        return node instanceof ScalarNode scalar
                ? !scalar.getValue().isBlank()
                : !(node instanceof SequenceNode list) || !list.getValue().isEmpty();
    }

    /** Whether Flashduty may have left it there itself: it knows channels only by their ids. */
    boolean mayBeFlashdutys() {
        return !key.equals("channels");
    }

    String path() {
        return one.at(key);
    }

    String why() {
        return "without meaning, as the routing_mode is " + mode.word();
    }

    ConfigWarning warning() {
        return ConfigWarning.at(
                one.document().name(),
                one.mark(key),
                path(),
                why(),
                "leave it out, or write routing_mode: "
                        + (mode == RoutingMode.STANDARD ? RoutingMode.NAME_MAPPING : RoutingMode.STANDARD).word());
    }
}
