package io.alertrelay.config;

/** What a channel's push URL accepts. */
public enum Format {
    /** Flashduty's standard alert event. */
    STANDARD,
    /** The body of an ARMS webhook, for Flashduty's own ARMS integration. */
    ARMS
}
