package io.alertrelay.record;

import java.util.Optional;

/** Where replayed alerts are sent. */
public sealed interface ReplayDestination {
    /** Where the rules send it now; a recovery goes where its firing in the range goes. */
    record ByRules() implements ReplayDestination {}

    /** To the channels that it went to originally. */
    record AsRouted() implements ReplayDestination {}

    /** To one channel, whatever the rules say. */
    record ToChannel(String channel) implements ReplayDestination {}

    /** As written in records: {@code rules}, {@code as-routed} or {@code channel:<name>}. */
    default String text() {
        if (this instanceof ToChannel to) {
            return "channel:" + to.channel();
        }
        return this instanceof AsRouted ? "as-routed" : "rules";
    }

    /** Parses {@link #text}; empty if it is invalid. */
    static Optional<ReplayDestination> of(String text) {
        if (text.startsWith("channel:")) {
            return Optional.of(new ToChannel(text.substring("channel:".length())));
        }
        return switch (text) {
            case "rules" -> Optional.of(new ByRules());
            case "as-routed" -> Optional.of(new AsRouted());
            default -> Optional.empty();
        };
    }
}
