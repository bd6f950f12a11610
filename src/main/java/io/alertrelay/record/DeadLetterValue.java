package io.alertrelay.record;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;

/**
 * The value of a record of the dead letters, as written: the event as sent, why it was given up, and each known
 * attempt. The key is the alert's. It is read as a {@link DeadLetter}.
 *
 * @param cause Flashduty's answer, or the error
 * @param history the first and the latest attempts
 */
public record DeadLetterValue(
        @JsonUnwrapped EndedDelivery ending, String reason, String cause, String event, List<RecordedAttempt> history) {
    public DeadLetterValue {
        history = List.copyOf(history);
    }

    /** One attempt to send it, and the result. */
    public record RecordedAttempt(Instant at, String answer) {}
}
