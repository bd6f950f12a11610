package io.alertrelay.flashduty;

/** A template that cannot be read; the message names the position, what was found and what was expected. */
public final class InvalidTemplateException extends Exception {

    private final int position;

    InvalidTemplateException(int position, String message) {
        super("at character " + position + ": " + message);
        this.position = position;
    }

    /** The position in the template; the first character is 1. */
    public int position() {
        return position;
    }
}
