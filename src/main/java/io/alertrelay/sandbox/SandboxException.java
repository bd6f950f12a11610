package io.alertrelay.sandbox;

/** The sandbox can't start; the message says why. */
public final class SandboxException extends Exception {
    SandboxException(String message, Throwable cause) {
        super(message, cause);
    }
}
