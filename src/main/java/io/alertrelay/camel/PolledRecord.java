package io.alertrelay.camel;

import java.util.function.BooleanSupplier;

/** A record polled for the routing stage. */
sealed interface PolledRecord permits PolledWebhook, PolledReplay {
    RecordPosition position();

    /** The receipt of the webhook that it is, or that the replayed event stems from. */
    String receipt();

    /**
     * True while it is this relay's to route, without interruption from now on. Refers to nothing of the record's body,
     * because it may be asked for long.
     */
    BooleanSupplier asLongAsCurrent(OpenAlertsByPartition openAlerts);

    /**
     * Whether this relay also has the partition of its webhook. It may not have it for a moment, while relays of a
     * version without replays are in the group, or while that partition is being read again.
     */
    boolean placed(OpenAlertsByPartition openAlerts);

    /** About how much memory it takes. */
    int bytes();
}
