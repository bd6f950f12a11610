package io.alertrelay.delivery;

import java.time.Instant;

/** What a channel does after an attempt. */
sealed interface Next {
    /** What its state is now. */
    ChannelState state();

    /** The delivery has ended, with this. */
    record Settle(Settlement settlement, ChannelState state) implements Next {}

    /** The same delivery is attempted again, not before {@code until}. */
    record Wait(Instant until, ChannelState state) implements Next {}
}
