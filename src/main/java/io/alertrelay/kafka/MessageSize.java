package io.alertrelay.kafka;

/** How large a record may be: one number for brokers, topics, producers and consumers, so that they can't disagree. */
public final class MessageSize {
    /**
     * Bytes of one record with its headers. Above the largest webhook body that can be configured, because a dead
     * letter carries its event as JSON text within JSON, where each quote takes two more bytes.
     */
    public static final int MAX_BYTES = 40 << 20;

    /** Bytes of the largest webhook body that may be configured: what fits {@link #MAX_BYTES} even when escaped. */
    public static final int MAX_BODY_BYTES = 16 << 20;

    private MessageSize() {}
}
