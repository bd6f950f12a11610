package io.alertrelay.record;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.alertrelay.text.Worded;
import java.time.Instant;
import java.util.Optional;

/**
 * A record of the topic of relays: an operator's order for a channel, whichever relay has it.
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
    /** What can be ordered. */
    public enum Kind implements Worded {
        /** Nothing more is sent for now. */
        PAUSE,
        /** Sending continues. */
        RESUME,
        /** A held channel is probed now. */
        PROBE;

        /** The kind of that word, if it is one. */
        public static Optional<Kind> of(String word) {
            return Worded.of(values(), word);
        }
    }

    /** The key of the orders that say whether a channel is paused. */
    public static String pauses(String channel) {
        return "pause/" + channel;
    }

    /** The key of its record: of several with the same key, the latest counts. */
    public String key() {
        return kind == Kind.PROBE ? "probe/" + channel : pauses(channel);
    }

    /** As written to the topic. */
    public NewRecord draft() {
        return new NewRecord(key(), RecordJson.bytes(this));
    }

    /** The same, as written once more to a topic that was recreated: no later an order for that. */
    public NewRecord again() {
        return draft().with(HeaderNames.AGAIN, "true");
    }

    /** Whether the order was written once more: one that was given after it counts, also if that comes before it. */
    public static boolean isAgain(StoredRecord record) {
        return record.header(HeaderNames.AGAIN).isPresent();
    }

    /** Reads a record of the topic; empty for anything else. */
    public static Optional<ChannelOrder> of(StoredRecord record) {
        return RecordJson.read(record.value(), ChannelOrder.class)
                .filter(order -> order.kind != null && order.at != null);
    }
}
