package io.alertrelay.replay;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.alertrelay.record.Worded;
import java.time.Instant;
import java.util.Optional;

/**
 * An operator's order to a replay.
 *
 * @param by the operator
 */
public record ReplayControl(@JsonProperty("wish") Kind kind, Instant at, String by) {
    /** Whether it was read as a whole. */
    boolean isKnown() {
        return kind != null && at != null;
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
        static Optional<Kind> of(String word) {
            return Worded.of(values(), word);
        }
    }
}
