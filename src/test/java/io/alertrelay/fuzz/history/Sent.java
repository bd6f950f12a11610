package io.alertrelay.fuzz.history;

import io.alertrelay.fuzz.plan.Post;
import java.time.Instant;

/**
 * One attempt to post, and what the sender learnt.
 *
 * @param detail the receipt if it was acknowledged, else what came instead
 */
public record Sent(Post post, Instant at, Instant answeredAt, SendOutcome outcome, String detail) {
    /** What may be said of it. */
    public enum SendOutcome {
        /** 2xx. */
        ACKNOWLEDGED,
        /** 503: it may be stored. */
        UNCLEAR,
        /** No answer: it may be stored. */
        UNANSWERED,
        /** Any other answer. */
        REFUSED;

        /** Whether it may be stored, or not. */
        public boolean unclear() {
            return this == UNCLEAR || this == UNANSWERED;
        }
    }
}
