package io.alertrelay.delivery;

import io.alertrelay.flashduty.Answer;
import io.alertrelay.record.Delivery;
import java.util.function.Consumer;

/** Sends one event to its channel, once. */
@FunctionalInterface
public interface Push {
    /**
     * Sends it and passes on the answer, or that there was none, within the channel's timeout. Blocks until the request
     * has ended, which may be later; several threads may call it at a time.
     *
     * @param then called once, on this thread or another one, unless this throws
     */
    void push(Delivery delivery, Consumer<Answer> then);

    /** Whether anything may be sent now; if not, deliveries wait. */
    default boolean isAllowed() {
        return true;
    }
}
