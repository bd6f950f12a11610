package io.alertrelay.api;

/** A question that can't be asked so. The message says what was found and what was expected. */
public final class InvalidQueryException extends Exception {
    private final String parameter;

    /**
     * A parameter, or a field, is at fault.
     *
     * @param message what was found and what was expected
     */
    public InvalidQueryException(String parameter, String message) {
        super(message);
        this.parameter = parameter;
    }

    /** Which parameter is at fault. */
    public String parameter() {
        return parameter;
    }
}
