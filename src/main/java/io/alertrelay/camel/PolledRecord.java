package io.alertrelay.camel;

/** A record polled for the routing stage. */
sealed interface PolledRecord permits PolledWebhook, PolledReplay {
    RecordPosition position();

    /** The receipt of the webhook that it is, or that the replayed event stems from. */
    String receipt();

    /** About how much memory it takes. */
    int bytes();
}
