package io.alertrelay.delivery;

import io.alertrelay.flashduty.Answer;
import io.alertrelay.record.Delivery;

/** Sends one event to its channel, once. */
@FunctionalInterface
public interface Push {
    /**
     * Sends it and returns the answer, or that there was none. Blocks at most for the channel's timeout; thread-safe.
     */
    Answer push(Delivery delivery);

    /** Whether anything may be sent now; if not, deliveries wait. */
    default boolean isAllowed() {
        return true;
    }
}
