package io.alertrelay.fuzz.plan;

/** How a webhook is written and sent. */
public enum BodyForm {
    /** As ARMS does. */
    PLAIN,
    /** With line breaks and tabs inside its texts as they are, as a template without escapes makes them. */
    RAW_LINE_BREAKS,
    /** Packed. */
    GZIP,
    /** Among its alerts one that nobody can understand. */
    BAD_ALERT
}
