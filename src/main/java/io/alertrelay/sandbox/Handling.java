package io.alertrelay.sandbox;

/** How a request was handled. */
public enum Handling {
    /** Nothing yet: the request as a condition of {@link Sandbox#faultWhen} sees it. */
    ARRIVED,
    /** Its events are new and were accepted. */
    TAKEN,
    /** Byte for byte the same as an earlier accepted one: discarded, and answered like that one. */
    DUPLICATE,
    /** Refused by the rules of Flashduty's push API. */
    REFUSED,
    /** Not handled: replaced by a {@link Fault}. */
    BROKEN
}
