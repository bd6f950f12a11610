package io.alertrelay.app;

import io.alertrelay.config.Brokers;
import io.alertrelay.kafka.embedded.BrokerStartException;
import io.alertrelay.kafka.embedded.EmbeddedBroker;
import io.alertrelay.kafka.embedded.FolderUser;
import io.alertrelay.reading.StartException;
import io.alertrelay.reading.StartWait;
import io.alertrelay.reading.StartupListener;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Starts the embedded broker of a relay, once no command has its data folder any more. */
final class OwnBroker {
    private static final long LOOK_MILLIS = 250;

    private OwnBroker() {}

    /**
     * @param startup notified of the command that it waits for
     * @throws StartException if it can't start, or another relay has the folder
     */
    static EmbeddedBroker start(Brokers.Embedded own, StartupListener startup, EmbeddedBroker.FatalFault onFatal)
            throws StartException {
        StartWait waiting = new StartWait(startup);
        while (true) {
            try {
                return EmbeddedBroker.start(own.data(), own.port(), onFatal);
            } catch (BrokerStartException e) {
                Optional<FolderUser> command = e.user().filter(FolderUser::isCommand);
                if (command.isEmpty()) {
                    throw new StartException(String.valueOf(e.getMessage()), e);
                }
                waiting.on(inTheWay(own, command.get()));
            }
            try {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StartException("interrupted while a command had the data folder", e);
            }
        }
    }

    private static String inTheWay(Brokers.Embedded own, FolderUser command) {
        return command
                + (command.kind() == FolderUser.Kind.READER
                        ? ", which reads the data folder " + own.data() + " and has been asked to end"
                        : ", which writes to the data folder " + own.data() + " and is not interrupted");
    }
}
