package io.alertrelay.app;

import io.alertrelay.config.Brokers;
import io.alertrelay.kafka.BrokerStartException;
import io.alertrelay.kafka.EmbeddedBroker;
import io.alertrelay.kafka.FolderUser;
import io.alertrelay.reading.StartException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the embedded broker of a relay, once no command has its data folder any more. */
final class OwnBroker {
    private static final Logger LOG = LoggerFactory.getLogger("relay");
    private static final long LOOK_MILLIS = 250;

    private OwnBroker() {}

    /** @throws StartException if it can't start, or another relay has the folder */
    static EmbeddedBroker start(Brokers.Embedded own, EmbeddedBroker.FatalFault onFatal) throws StartException {
        Optional<FolderUser> announced = Optional.empty();
        while (true) {
            try {
                return EmbeddedBroker.start(own.data(), own.port(), onFatal);
            } catch (BrokerStartException e) {
                Optional<FolderUser> command = e.user().filter(FolderUser::isCommand);
                if (command.isEmpty()) {
                    throw new StartException(String.valueOf(e.getMessage()), e);
                }
                if (!command.equals(announced)) {
                    LOG.error("{}", waiting(own, command.get()));
                    announced = command;
                }
            }
            try {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StartException("interrupted while a command had the data folder", e);
            }
        }
    }

    private static String waiting(Brokers.Embedded own, FolderUser command) {
        return "the relay can't start yet, and takes no webhooks: its data folder " + own.data() + " is in use by "
                + command + "; "
                + (command.kind() == FolderUser.Kind.READER
                        ? "it has been asked to end"
                        : "it writes, so the relay waits until it has finished");
    }
}
