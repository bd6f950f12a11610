package io.alertrelay.tail;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.text.Worded;
import java.time.Instant;
import java.util.Optional;

/**
 * An event in the life of an alert or a channel, as {@code relay tail} shows it.
 *
 * @param at the time of its record
 * @param detail what is known of it, by name: {@code receipt}, {@code index}, {@code integration}, {@code channel}, …
 */
record FlowEvent(Kind kind, Instant at, ObjectNode detail) {
    /** The event as a line of JSON. */
    ObjectNode json() {
        ObjectNode node =
                JsonNodeFactory.instance.objectNode().put("at", at.toString()).put("what", kind.word());
        node.setAll(detail);
        return node;
    }

    /** A detail as text; empty if it is not known. */
    String text(String name) {
        return detail.path(name).asText("");
    }

    /** The kinds of events. */
    enum Kind implements Worded {
        /** A webhook was stored. */
        ACCEPTED,
        /** An event was made for a channel. */
        ROUTED,
        DELIVERED,
        DEAD_LETTERED,
        SUPERSEDED,
        QUARANTINED,
        /** An operator resolved a dead letter or a record in quarantine. */
        DISCARDED,
        RETRIED,
        REDRIVEN,
        /** A channel changed its state. */
        HELD,
        SLOWED,
        PAUSED,
        RUNNING;

        /** The kind with that word, if there is one. */
        static Optional<Kind> of(String word) {
            return Worded.of(values(), word);
        }
    }
}
