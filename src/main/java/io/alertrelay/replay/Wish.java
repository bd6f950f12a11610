package io.alertrelay.replay;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * What somebody wants of a replay.
 *
 * @param by who
 */
public record Wish(Kind kind, Instant at, String by) {
    /** What can be wanted. */
    public enum Kind {
        /** It feeds nothing more for now. */
        PAUSE("pause"),
        /** It goes on. */
        RESUME("resume"),
        /** It feeds nothing more, ever. */
        CANCEL("cancel");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** As people write it. */
        public String word() {
            return word;
        }

        /** The wish of that word, if it is one. */
        public static Optional<Kind> of(String word) {
            return Arrays.stream(values()).filter(k -> k.word.equals(word)).findFirst();
        }
    }
}
