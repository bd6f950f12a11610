package io.alertrelay.replay;

/** A replay is not possible; the message says why, for the operator. */
public class ReplayException extends Exception {
    public ReplayException(String message) {
        super(message);
    }
}
