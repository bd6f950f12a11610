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
 * @param by the operator
 * @param reason in their words; blank if none was given
 * @param at when, by the wall clock of the relay that received it
 * @param until when a pause ends by itself; empty if it does not, and for other orders
 */
public record ChannelOrder(
        @JsonProperty("order") Kind kind,
        String channel,
        String by,
        String reason,
        Instant at,
        Optional<Instant> until) {
    /**
     * The prefix of the key of orders that say whether a channel is paused. The names of relays, which are keys, too,
     * have no slash.
     */
    static final String PAUSES = "pause/";

    /** What can be ordered. */
    enum Kind implements Worded {
        /** Nothing more is sent for now. */
        PAUSE,
        /** Sending continues. */
        RESUME,
        /** A held channel is probed now. */
        PROBE;

        /** The kind of that word, if it is one. */
        static Optional<Kind> of(String word) {
            return Worded.of(values(), word);
        }
    }

    /** The pause that is, or was, ordered. */
    Pause pause() {
        return new Pause(by, reason, at, until);
    }

    /** The key of its record: of several with the same key, the latest counts. */
    String key() {
        return (kind == Kind.PROBE ? "probe/" : PAUSES) + channel;
    }

    /** The value of its record. */
    byte[] json() {
        return RecordJson.bytes(this);
    }

    /** Reads the output of {@link #json}; empty for anything else in the topic. */
    static Optional<ChannelOrder> read(byte[] json) {
        return RecordJson.read(json, ChannelOrder.class).filter(order -> order.kind != null && order.at != null);
    }
}
