package io.alertrelay.api;

/** A question is invalid. The message says what was found and what was expected. */
public final class InvalidQueryException extends Exception {
    private final String parameter;

    /**
     * A parameter, or a field, is wrong.
     *
     * @param message what was found and what was expected
     */
    public InvalidQueryException(String parameter, String message) {
        super(message);
        this.parameter = parameter;
    }

    /** The parameter that is wrong. */
    public String parameter() {
        return parameter;
    }
}
