package io.alertrelay.observe;

/** The fixed keys of log lines, for logs in JSON. The text of the line says the same for people. */
final class LogKeys {
    /** The event; also the first word of the text. */
    static final String EVENT = "event";
    /** The request id of the webhook. */
    static final String RECEIPT = "receipt";
    /** The id of the delivery. */
    static final String DELIVERY = "delivery";

    static final String INTEGRATION = "integration";
    static final String CHANNEL = "channel";
    static final String SEVERITY = "severity";
    static final String ALERT_KEY = "alert_key";
    /** The trace that the webhook belongs to; absent if its sender stated none. */
    static final String TRACE_ID = "trace_id";
    /** The HTTP status. */
    static final String STATUS = "status";
    /** The state of a channel, or that a pause of it has ended: {@code resumed}. */
    static final String STATE = "state";

    private LogKeys() {}
}
