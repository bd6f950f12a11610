package io.alertrelay.sandbox;

/** What became of a request. */
public enum Handling {
    /** Nothing yet: the request as a condition of {@link Sandbox#faultWhen} sees it. */
    ARRIVED,
    /** Its events are new and were taken. */
    TAKEN,
    /** Byte for byte the same as an earlier one that was taken: discarded, and answered as that one. */
    DUPLICATE,
    /** Refused by the rules of Flashduty's push API. */
    REFUSED,
    /** Not looked at: a {@link Fault} came instead. */
    BROKEN
}
