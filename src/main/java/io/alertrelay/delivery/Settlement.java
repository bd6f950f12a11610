package io.alertrelay.delivery;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How a delivery ended. Each delivery ends in exactly one of these, which is recorded before its offset may move. */
public sealed interface Settlement {
    Delivery delivery();

    /** How many times it was sent since the relay last started. */
    int attempts();

    /** When it was known. */
    Instant at();

    /** Flashduty took it. */
    record Delivered(Delivery delivery, int attempts, Instant at, Optional<String> requestId) implements Settlement {}

    /**
     * It was given up and is kept as a dead letter.
     *
     * @param history the first and the latest attempts
     * @param cause Flashduty's answer, or what came instead
     */
    record DeadLettered(Delivery delivery, int attempts, Instant at, Reason reason, String cause, List<Attempt> history)
            implements Settlement {}

    /** Why an event is given up. */
    enum Reason {
        /** Flashduty says that this event is wrong: it would say so again. */
        REFUSED("refused"),
        /** It could not be delivered within the channel's {@code max_age}. */
        EXPIRED("expired");

        private final String word;

        Reason(String word) {
            this.word = word;
        }

        /** As records and metrics carry it. */
        public String word() {
            return word;
        }
    }
}
