package io.alertrelay.app;

/** The relay can't start; the message says why, in words for the operator, and what to do. */
public final class StartException extends Exception {
    StartException(String message) {
        super(message);
    }

    StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
