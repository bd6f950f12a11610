package io.alertrelay.kafka;

import java.nio.file.Path;
import java.util.List;

/** The embedded broker could not start; the message says why and what to do about it. */
public final class BrokerStartException extends Exception {
    private final boolean inUse;

    private BrokerStartException(Path data) {
        super("the embedded broker's data folder " + data
                + " is in use by another process; stop that one, or choose another kafka.data");
        inUse = true;
    }

    BrokerStartException(int port) {
        super("the embedded broker's port 127.0.0.1:" + port + " is taken, perhaps by another relay; "
                + "stop that one, or choose another kafka.port");
        inUse = false;
    }

    BrokerStartException(Path data, Exception cause) {
        super("the embedded broker can't start with its data in " + data + ": " + cause, cause);
        inUse = false;
    }

    private BrokerStartException(String message) {
        super(message);
        inUse = false;
    }

    private BrokerStartException(String message, Exception cause) {
        super(message, cause);
        inUse = false;
    }

    static BrokerStartException ofDisk(String reading, Exception cause) {
        return new BrokerStartException("the embedded broker can't start: " + reading, cause);
    }

    static BrokerStartException openToOthers(String message) {
        return new BrokerStartException(message);
    }

    static BrokerStartException foreign(Path data, List<String> folders) {
        return new BrokerStartException(
                "the embedded broker's data folder " + data + " has folders that are not Kafka's, "
                        + String.join(", ", folders) + ": move them elsewhere, or, if " + data
                        + " is a whole disk, set kafka.data to a folder on it");
    }

    static BrokerStartException inUse(Path data) {
        return new BrokerStartException(data);
    }

    /** Whether another process has the data folder. */
    public boolean isInUse() {
        return inUse;
    }
}
