package io.alertrelay.replay;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Arrays;
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
    public enum Kind {
        /** Sends nothing for now. */
        PAUSE("pause"),
        /** Continues. */
        RESUME("resume"),
        /** Ends without sending the rest. */
        CANCEL("cancel");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** As written on the command line and in JSON. */
        @JsonValue
        public String word() {
            return word;
        }

        /** The order of that name, if there is one. */
        public static Optional<Kind> of(String word) {
            return Arrays.stream(values()).filter(k -> k.word.equals(word)).findFirst();
        }
    }
}
