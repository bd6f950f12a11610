package io.alertrelay.observe;

/** What a line of the log is about, by fixed keys: for logs in JSON. The text of the line says the same to people. */
final class LogKeys {
    /** What happened, in the word with which the text begins. */
    static final String EVENT = "event";
    /** The request id of the webhook. */
    static final String RECEIPT = "receipt";
    /** Names a delivery among all. */
    static final String DELIVERY = "delivery";

    static final String INTEGRATION = "integration";
    static final String CHANNEL = "channel";
    static final String SEVERITY = "severity";
    static final String ALERT_KEY = "alert_key";
    /** Of the trace that the webhook belongs to; absent if its sender named none. */
    static final String TRACE_ID = "trace_id";
    /** Of HTTP. */
    static final String STATUS = "status";
    /** What a channel does now. */
    static final String STATE = "state";

    private LogKeys() {}
}
