package io.alertrelay.reading;

/** The relay can't start; the message says why, in words for the operator, and what to do. */
public final class StartException extends Exception {
    public StartException(String message) {
        super(message);
    }

    public StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
