package io.alertrelay.management;

/** The management port can't be bound; the message says which port and why. */
public final class ManagementException extends Exception {
    ManagementException(String host, int port, Exception cause) {
        super(
                "the management port " + host + ":" + port + " can't be opened: " + cause.getMessage()
                        + "; stop what uses it, or choose another management.port",
                cause);
    }
}
