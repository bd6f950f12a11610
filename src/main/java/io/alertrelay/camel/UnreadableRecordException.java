package io.alertrelay.camel;

/** A record in one of the relay's topics that the relay did not write, or no longer understands. */
public final class UnreadableRecordException extends Exception {
    UnreadableRecordException(String message) {
        super(message);
    }
}
