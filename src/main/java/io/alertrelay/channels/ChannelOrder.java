package io.alertrelay.channels;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.alertrelay.delivery.Pause;
import io.alertrelay.record.RecordJson;
import io.alertrelay.record.Worded;
import java.time.Instant;
import java.util.Optional;

/**
 * An operator's order for a channel, whichever relay has it: a record of the topic {@code relays}, which all relays
 * read.
 *
 * @param by who
 * @param reason in their words; blank if none was given
 * @param at when, by the wall clock of the relay that took it
 * @param until when a pause ends by itself; empty if it does not, and for the others
 */
public record ChannelOrder(
        @JsonProperty("order") Kind kind,
        String channel,
        String by,
        String reason,
        Instant at,
        Optional<Instant> until) {
    /**
     * What the key begins with that says whether a channel is paused. The names of relays, which are keys too, have no
     * slash.
     */
    static final String PAUSES = "pause/";

    /** What can be wanted. */
    enum Kind implements Worded {
        /** Nothing more is sent for now. */
        PAUSE,
        /** It is sent to again. */
        RESUME,
        /** If it is held, it is tried now. */
        PROBE;

        /** The kind of that word, if it is one. */
        static Optional<Kind> of(String word) {
            return Worded.of(values(), word);
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

    /** As it is recorded. */
    byte[] json() {
        return RecordJson.bytes(this);
    }

    /** What {@link #json} wrote; empty if it is anything else, such as what a relay says of itself. */
    static Optional<ChannelOrder> read(byte[] json) {
        return RecordJson.read(json, ChannelOrder.class).filter(order -> order.kind != null && order.at != null);
    }
}
