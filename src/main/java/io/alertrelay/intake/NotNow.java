package io.alertrelay.intake;

/** Why a webhook that may be all right is answered 503: what its sender can try again. */
public enum NotNow {
    /** The relay starts or stops. */
    CLOSED("closed"),
    /** There is no room on the disk of the embedded broker. */
    DISK("disk"),
    /** As many connections as there may be have a webhook under way. */
    CONNECTIONS("connections"),
    /** As many webhooks as there may be are under way. */
    WEBHOOKS("webhooks"),
    /** Their bodies have as many bytes as there may be. */
    BYTES("bytes"),
    /** Kafka did not store it, or not in time. */
    KAFKA("kafka"),
    /** A mistake of the relay's own, or a machine that is short of CPU. */
    FAULT("fault");

    private final String word;

    NotNow(String word) {
        this.word = word;
    }

    /** How metrics call it. */
    public String word() {
        return word;
    }
}
