package io.alertrelay.fuzz.history;

import io.alertrelay.fuzz.plan.PlannedFault;
import java.time.Instant;
import java.util.Optional;

/**
 * A line of the sandbox's journal: one request.
 *
 * @param handling what became of it: {@code TAKEN}, {@code DUPLICATE} of an earlier one, {@code REFUSED}, {@code
 *     BROKEN}
 * @param fault that it met, if any of the weather's
 */
public record SeenPush(
        long sequence,
        Instant at,
        String channel,
        String handling,
        Optional<Integer> status,
        String body,
        Optional<PlannedFault> fault) {

    /** Whether Flashduty has the event now. */
    public boolean taken() {
        return handling.equals("TAKEN") || handling.equals("DUPLICATE");
    }

    /** Whether Flashduty took it, and the relay could not learn so. */
    public boolean answerLost() {
        return taken()
                && (status.isEmpty() || fault.filter(PlannedFault::answerLost).isPresent());
    }

    /** Whether Flashduty took it and said so. */
    public boolean confirmed() {
        return taken() && !answerLost();
    }
}
