package io.alertrelay.record;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.alertrelay.text.Worded;
import java.time.Instant;
import java.util.Optional;

/**
 * A record of the topic of replays: an operator's order to a replay. Its key is the replay's id and {@code /wish}: of
 * several the last one counts, but a cancelled replay stays cancelled.
 *
 * @param by the operator
 */
public record ReplayControl(@JsonProperty("wish") Kind kind, Instant at, String by) {
    private static final String KEY = "/wish";

    /** The key of those of a replay. */
    public static String key(String replay) {
        return replay + KEY;
    }

    /** Reads it; empty if the record is another one, or can't be read. {@link ReplayOrder#id} says of which replay. */
    public static Optional<ReplayControl> of(StoredRecord record) {
        return Optional.of(record)
                .filter(one -> one.key().endsWith(KEY))
                .flatMap(one -> RecordJson.read(one.value(), ReplayControl.class))
                .filter(control -> control.kind != null && control.at != null);
    }

    /**
     * As written to the topic.
     *
     * @param replay the id of its replay
     */
    public NewRecord draft(String replay) {
        return new NewRecord(key(replay), RecordJson.bytes(this));
    }

    /** What a replay can be ordered to do. */
    public enum Kind implements Worded {
        /** Sends nothing for now. */
        PAUSE,
        /** Continues. */
        RESUME,
        /** Ends without sending the rest. */
        CANCEL;

        /** The order of that name, if there is one. */
        public static Optional<Kind> of(String word) {
            return Worded.of(values(), word);
        }
    }
}
