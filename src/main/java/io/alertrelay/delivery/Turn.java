package io.alertrelay.delivery;

import java.time.Instant;

/** What is to be done next for a channel. */
sealed interface Turn {
    /** Send this. */
    record Send(Queued queued) implements Turn {}

    /** Nothing before that moment, unless something happens. */
    record Rest(Instant until) implements Turn {}

    /** Nothing until something happens. */
    record Idle() implements Turn {}
}
