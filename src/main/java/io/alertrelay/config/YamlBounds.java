package io.alertrelay.config;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;

/** Finds where a YAML text would be too expensive to read, before a tree is built from it recursively. */
final class YamlBounds {
    static final int DEPTH = 50;
    static final int ALIASES = 50;
    /**
     * The most nodes of a tree, each of which takes some hundred bytes of memory; ten thousand cases of rules have
     * fewer.
     */
    static final int NODES = 500_000;

    /** What exceeds a bound, and where that begins. */
    record Excess(Optional<Mark> mark, String found, String expected) {}

    private final Set<Anchor> collections = new HashSet<>();
    private int depth;
    private int aliases;
    private int nodes;

    Optional<Excess> excess(Iterable<Event> events) {
        for (Event event : events) {
            if (event instanceof CollectionStartEvent start) {
                start.getAnchor().ifPresent(collections::add);
                depth++;
            } else if (event instanceof CollectionEndEvent) {
                depth--;
            } else if (event instanceof AliasEvent alias && collections.contains(alias.getAlias())) {
                aliases++;
            }
            if (depth > DEPTH) {
                return Optional.of(new Excess(
                        event.getStartMark(), "lists and mappings within each other", "at most " + DEPTH + " levels"));
            }
            if (event instanceof NodeEvent && ++nodes > NODES) {
                return Optional.of(new Excess(
                        event.getStartMark(), "more than " + NODES + " values", "rules and settings of fewer values"));
            }
            if (aliases > ALIASES) {
                return Optional.of(
                        new Excess(event.getStartMark(), "one alias too many", "at most " + ALIASES + " aliases"));
            }
        }
        return Optional.empty();
    }
}
