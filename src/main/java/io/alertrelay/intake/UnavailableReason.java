package io.alertrelay.intake;

/** Why a webhook that may be valid is answered 503: its sender can retry. */
public enum UnavailableReason {
    /** The relay is starting or stopping. */
    CLOSED("closed"),
    /** There is no room on the disk of the embedded broker. */
    DISK("disk"),
    /** All connections have a webhook in progress. */
    CONNECTIONS("connections"),
    /** The limit of webhooks in flight is reached. */
    WEBHOOKS("webhooks"),
    /** The limit of bytes in flight is reached. */
    BYTES("bytes"),
    /** Kafka did not store it, or not in time. */
    KAFKA("kafka"),
    /** Its body did not arrive in time. */
    SLOW("slow"),
    /** It began to arrive longer ago than senders wait, or the relay can't know when: there may be something newer. */
    TOO_OLD("too-old"),
    /** A bug in the relay, or a machine that is short of CPU. */
    FAULT("fault");

    private final String word;

    UnavailableReason(String word) {
        this.word = word;
    }

    /** Its name in metrics. */
    public String word() {
        return word;
    }
}
