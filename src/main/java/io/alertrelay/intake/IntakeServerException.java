package io.alertrelay.intake;

/** The public port can't be bound; the message says which port and why. */
public final class IntakeServerException extends Exception {
    IntakeServerException(String host, int port, Exception cause) {
        super(
                "the public port " + host + ":" + port + " can't be opened: " + reason(cause)
                        + "; stop what uses it, or choose another server.port",
                cause);
    }

    private static String reason(Exception cause) {
        return String.valueOf((cause.getCause() == null ? cause : cause.getCause()).getMessage());
    }
}
