package io.alertrelay.delivery;

import io.alertrelay.flashduty.Answer;

/** Sends one event to its channel, once. */
@FunctionalInterface
public interface Push {
    /**
     * Sends it and reads the answer, which also says when there was none. Blocks for the channel's timeout at most;
     * several threads may call it at a time.
     */
    Answer push(Delivery delivery);

    /** Whether anything may be sent now; if not, what is to be sent waits. */
    default boolean isAllowed() {
        return true;
    }
}
