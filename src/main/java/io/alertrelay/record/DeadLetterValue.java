package io.alertrelay.record;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;

/**
 * The value of a record of the dead letters, as it is written: the event as it was sent, why it was given up, and each
 * attempt that is known. The key is the alert's. It is read as a {@code ledger.DeadLetter}.
 *
 * @param cause Flashduty's answer, or what came instead
 * @param history the first and the latest attempts
 */
public record DeadLetterValue(
        @JsonUnwrapped EndedDelivery ending, String reason, String cause, String event, List<Attempt> history) {
    public DeadLetterValue {
        history = List.copyOf(history);
    }

    /** One try to send it, and what came of it. */
    public record Attempt(Instant at, String answer) {}
}
