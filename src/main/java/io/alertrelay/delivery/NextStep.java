package io.alertrelay.delivery;

import java.time.Instant;

/** The next step for a channel. */
sealed interface NextStep {
    /** Send this delivery. */
    record Send(QueuedDelivery queued) implements NextStep {}

    /** Wait until then, unless something happens. */
    record Rest(Instant until) implements NextStep {}

    /** Wait until something happens. */
    record Idle() implements NextStep {}
}
