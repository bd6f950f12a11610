package io.alertrelay.kafka;

/** A relay's topics can't be copied, or what was copied is not the same; the message says why, and what to do. */
public final class NotCopiedException extends Exception {
    NotCopiedException(String message) {
        super(message);
    }
}
