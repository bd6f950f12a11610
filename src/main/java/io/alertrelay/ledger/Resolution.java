package io.alertrelay.ledger;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a person decided about a dead letter, or about a record in quarantine. It stands as a further record in the same
 * topic, with a header that names the record it is about; that one is never changed or deleted. Of several decisions
 * about the same record the first one counts.
 *
 * @param about the id of the record: {@code dl-0-17} of a dead letter, {@code q0-3-…} of one in quarantine
 * @param by who decided, as {@code user@host} or as that person says
 * @param reason in that person's words; may be blank
 * @param receipt of the webhook that it was stored as, if it was retried
 * @param replay the id of the replay that sends it again, if it was redriven
 */
public record Resolution(
        String about,
        Decision decision,
        String by,
        Instant at,
        String reason,
        Optional<String> receipt,
        Optional<String> replay) {
    /** Nobody needs it any more. */
    public static Resolution discarded(String about, String by, Instant at, String reason) {
        return new Resolution(about, Decision.DISCARDED, by, at, reason, Optional.empty(), Optional.empty());
    }

    /** A body in quarantine was stored as a webhook with that receipt. */
    public static Resolution retried(String about, String by, Instant at, String reason, String receipt) {
        return new Resolution(about, Decision.RETRIED, by, at, reason, Optional.of(receipt), Optional.empty());
    }

    /** A dead letter is sent again by that replay. */
    public static Resolution redriven(String about, String by, Instant at, String reason, String replay) {
        return new Resolution(about, Decision.REDRIVEN, by, at, reason, Optional.empty(), Optional.of(replay));
    }

    /** What can be decided. */
    public enum Decision {
        DISCARDED("discarded"),
        RETRIED("retried"),
        REDRIVEN("redriven");

        private final String word;

        Decision(String word) {
            this.word = word;
        }

        /** As records and reports carry it. */
        public String word() {
            return word;
        }

        /** The decision of that word, if it is one. */
        public static Optional<Decision> of(String word) {
            return Arrays.stream(values()).filter(d -> d.word.equals(word)).findFirst();
        }
    }
}
