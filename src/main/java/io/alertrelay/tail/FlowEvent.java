package io.alertrelay.tail;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * One thing that happened to an alert or a channel, as whoever follows the flow is told it.
 *
 * @param at when it was written down
 * @param detail what is known of it, by name: {@code receipt}, {@code index}, {@code integration}, {@code channel}, …
 */
public record FlowEvent(Kind kind, Instant at, ObjectNode detail) {
    /** As a line of JSON has it. */
    public ObjectNode json() {
        ObjectNode node =
                JsonNodeFactory.instance.objectNode().put("at", at.toString()).put("what", kind.word());
        node.setAll(detail);
        return node;
    }

    /** A detail as text; empty if it is not known. */
    public String text(String name) {
        return detail.path(name).asText("");
    }

    /** What can happen. */
    public enum Kind {
        /** A webhook was stored. */
        ACCEPTED("accepted"),
        /** An event was made for a channel. */
        ROUTED("routed"),
        DELIVERED("delivered"),
        DEAD_LETTERED("dead-lettered"),
        SUPERSEDED("superseded"),
        QUARANTINED("quarantined"),
        /** Somebody decided about a dead letter or a record in quarantine. */
        DISCARDED("discarded"),
        RETRIED("retried"),
        REDRIVEN("redriven"),
        /** A channel changed its state. */
        HELD("held"),
        SLOWED("slowed"),
        PAUSED("paused"),
        RUNNING("running");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** As it is shown, and asked for. */
        public String word() {
            return word;
        }

        /** The kind of that word, if it is one. */
        public static Optional<Kind> of(String word) {
            return Arrays.stream(values()).filter(k -> k.word.equals(word)).findFirst();
        }
    }
}
