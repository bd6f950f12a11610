package io.alertrelay.delivery;

import java.time.Instant;

/** The next step for a channel. */
sealed interface Turn {
    /** Send this delivery. */
    record Send(Queued queued) implements Turn {}

    /** Wait until then, unless something happens. */
    record Rest(Instant until) implements Turn {}

    /** Wait until something happens. */
    record Idle() implements Turn {}
}
