package io.alertrelay.kafka.embedded;

import java.io.IOException;
import java.nio.file.Path;

/** The secret of a running embedded broker can't be read; the message says why and what to do about it. */
public final class BrokerSecretException extends Exception {
    private BrokerSecretException(String message) {
        super(message);
    }

    private BrokerSecretException(String message, Throwable cause) {
        super(message, cause);
    }

    static BrokerSecretException missing(Path data) {
        return new BrokerSecretException(
                "the embedded broker answers, but its secret is not in " + data.resolve(BrokerSecret.FILE)
                        + ": either it is another relay's (is kafka.data right?), or one of an earlier version runs, which"
                        + " has to be restarted");
    }

    static BrokerSecretException unreadable(Path data, IOException cause) {
        return new BrokerSecretException(
                "the secret of the embedded broker can't be read: " + cause
                        + "; run this as the user that the relay runs as",
                cause);
    }
}
