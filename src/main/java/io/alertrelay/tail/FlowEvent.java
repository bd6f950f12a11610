package io.alertrelay.tail;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.record.Worded;
import java.time.Instant;
import java.util.Optional;

/**
 * One thing that happened to an alert or a channel, as it is shown to whoever follows the flow.
 *
 * @param at when it was written down
 * @param detail what is known of it, by name: {@code receipt}, {@code index}, {@code integration}, {@code channel}, …
 */
record FlowEvent(Kind kind, Instant at, ObjectNode detail) {
    /** As a line of JSON has it. */
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

    /** What can happen. */
    enum Kind implements Worded {
        /** A webhook was stored. */
        ACCEPTED,
        /** An event was made for a channel. */
        ROUTED,
        DELIVERED,
        DEAD_LETTERED,
        SUPERSEDED,
        QUARANTINED,
        /** Somebody decided about a dead letter or a record in quarantine. */
        DISCARDED,
        RETRIED,
        REDRIVEN,
        /** A channel changed its state. */
        HELD,
        SLOWED,
        PAUSED,
        RUNNING;

        /** The kind of that word, if it is one. */
        static Optional<Kind> of(String word) {
            return Worded.of(values(), word);
        }
    }
}
