package io.alertrelay.replay;

/** Something can't be replayed; the message says why, in the operator's words. */
public final class ReplayException extends Exception {
    public ReplayException(String message) {
        super(message);
    }
}
