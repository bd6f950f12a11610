package io.alertrelay.tail;

import java.time.Instant;

/** Where following begins. */
sealed interface TailStart {
    /** With what comes from now on. */
    record Now() implements TailStart {}

    /** With what was stored then or later. */
    record At(Instant time) implements TailStart {}

    /** With that webhook, and with all that was stored at the same time or later. */
    record Webhook(int partition, long offset) implements TailStart {}
}
