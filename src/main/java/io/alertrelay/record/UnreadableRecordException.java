package io.alertrelay.record;

/** A record that the relay did not write, or can't read any more; the message says what is wrong with it. */
public final class UnreadableRecordException extends Exception {
    public UnreadableRecordException(String message) {
        super(message);
    }
}
