package io.alertrelay.kafka.embedded;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The embedded broker could not start; the message says why and what to do about it. */
public final class BrokerStartException extends Exception {
    private final boolean inUse;
    private final transient Optional<FolderUser> user;

    private BrokerStartException(Path data, Optional<FolderUser> user) {
        super("the embedded broker's data folder " + data + " is in use by another process"
                + user.map(known -> ", " + known).orElse("")
                + "; stop that one first: what was accepted is in this folder");
        inUse = true;
        this.user = user;
    }

    BrokerStartException(int port) {
        super("the embedded broker's port 127.0.0.1:" + port + " is taken, perhaps by another relay; "
                + "stop that one, or choose another kafka.port");
        inUse = false;
        user = Optional.empty();
    }

    BrokerStartException(Path data, Exception cause) {
        super("the embedded broker can't start with its data in " + data + ": " + cause, cause);
        inUse = false;
        user = Optional.empty();
    }

    private BrokerStartException(String message) {
        super(message);
        inUse = false;
        user = Optional.empty();
    }

    private BrokerStartException(String message, Exception cause) {
        super(message, cause);
        inUse = false;
        user = Optional.empty();
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

    static BrokerStartException inUse(Path data, Optional<FolderUser> user) {
        return new BrokerStartException(data, user);
    }

    /** Whether another process has the data folder. */
    public boolean isInUse() {
        return inUse;
    }

    /** Which process has the data folder; empty if none has, or it can't be told. */
    public Optional<FolderUser> user() {
        return user;
    }
}
