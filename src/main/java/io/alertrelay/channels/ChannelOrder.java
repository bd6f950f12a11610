package io.alertrelay.channels;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.delivery.Pause;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * What somebody wants of a channel, whichever relay has it: a record of the topic {@code relays}, which all relays
 * hear.
 *
 * @param by who
 * @param reason in their words; blank if none was given
 * @param at when, by the wall clock of the relay that was told
 * @param until when a pause ends by itself; empty if it does not, and for the others
 */
public record ChannelOrder(Kind kind, String channel, String by, String reason, Instant at, Optional<Instant> until) {
    /**
     * What the key begins with that tells whether a channel is paused. The names of relays, which are keys too, have no
     * slash.
     */
    static final String PAUSES = "pause/";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What can be wanted. */
    enum Kind {
        /** Nothing more is sent for now. */
        PAUSE("pause"),
        /** It is sent to again. */
        RESUME("resume"),
        /** If it is held, it is tried now. */
        PROBE("probe");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** As it is asked for, and recorded. */
        String word() {
            return word;
        }

        /** The kind of that word, if it is one. */
        static Optional<Kind> of(String word) {
            return Arrays.stream(values()).filter(k -> k.word.equals(word)).findFirst();
        }
    }

    /** The pause that is ordered, or was. */
    Pause pause() {
        return new Pause(by, reason, at, until);
    }

    /** The key of its record: of those that are equal, the latest holds. */
    String key() {
        return (kind == Kind.PROBE ? "probe/" : PAUSES) + channel;
    }

    /** As an object. */
    ObjectNode toJson() {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("order", kind.word())
                .put("channel", channel)
                .put("by", by)
                .put("reason", reason)
                .put("at", at.toString());
        until.ifPresent(end -> node.put("until", end.toString()));
        return node;
    }

    /** What {@link #toJson} wrote; empty if it is anything else, such as what a relay says of itself. */
    static Optional<ChannelOrder> read(byte[] json) {
        try {
            JsonNode node = JSON.readTree(json);
            return node == null
                    ? Optional.empty()
                    : Kind.of(node.path("order").asText())
                            .map(kind -> new ChannelOrder(
                                    kind,
                                    node.path("channel").asText(),
                                    node.path("by").asText(),
                                    node.path("reason").asText(),
                                    Instant.parse(node.path("at").asText()),
                                    node.has("until")
                                            ? Optional.of(Instant.parse(
                                                    node.path("until").asText()))
                                            : Optional.empty()));
        } catch (IOException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
