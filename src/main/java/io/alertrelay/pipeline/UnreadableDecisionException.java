package io.alertrelay.pipeline;

/** A record in the topic of decisions that the relay did not write, or no longer understands. */
public final class UnreadableDecisionException extends Exception {
    public UnreadableDecisionException(String message) {
        super(message);
    }
}
