package io.alertrelay.replay;

import java.util.Optional;

/** Where what is replayed goes. */
public sealed interface Destination {
    /** Where the rules send it now; a recovery where its firing in the stretch goes. */
    record ByRules() implements Destination {}

    /** To the channels that it went to then. */
    record AsRouted() implements Destination {}

    /** To one channel, whatever the rules say. */
    record ToChannel(String channel) implements Destination {}

    /** As records carry it: {@code rules}, {@code as-routed} or {@code channel:<name>}. */
    default String text() {
        if (this instanceof ToChannel to) {
            return "channel:" + to.channel();
        }
        return this instanceof AsRouted ? "as-routed" : "rules";
    }

    /** From {@link #text}; empty if it is none. */
    static Optional<Destination> of(String text) {
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
