package io.alertrelay.fuzz.world;

import io.alertrelay.fuzz.history.Freeze;
import io.alertrelay.fuzz.history.Life;
import io.alertrelay.fuzz.plan.Start;
import io.alertrelay.fuzz.plan.Strike;
import io.alertrelay.fuzz.plan.Trouble;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/** The processes under test: relays, and brokers if they are not in them. */
public interface World extends AutoCloseable {
    /** Starts all of it with this, and returns when it is ready. */
    void begin(Start start) throws IOException, InterruptedException, WorldException;

    /** Ends a process as told, and starts it again without waiting for it to be ready. */
    void strike(Strike strike) throws IOException, InterruptedException, WorldException;

    /** Lets a relay stand still, and go on; returns then. If it is ended meanwhile, that is the end of it. */
    void freeze(Trouble.Freeze freeze) throws IOException, InterruptedException;

    /** Makes trouble that only a cluster knows. */
    default void happen(Trouble.OfCluster trouble) throws IOException, InterruptedException, WorldException {
        throw new WorldException("this is no cluster: " + trouble);
    }

    /** The times in which a relay stood still, or was cut off from the brokers, so far. */
    List<Freeze> freezes();

    /** Returns when everything is ready; at once if it is. */
    void awaitReady() throws InterruptedException, WorldException;

    /** The relays that take webhooks now. */
    RelayClients clients();

    /** By which the relays tell the time. */
    HostClock clock();

    /** What this machine lacks, and what comes of that; a line each. */
    default List<String> lacks() {
        return clock().steps()
                ? List.of()
                : List.of("no clock is stepped: libfaketime is not installed (Debian: apt-get install faketime)");
    }

    /** What still waits, as the relays themselves say. */
    List<String> waiting();

    /** How a client gets at the brokers, by Kafka's names; once they have started. */
    Properties kafka();

    /** The lives of all relays so far. */
    List<Life> lives();

    /** The configuration of a relay, as it runs now. */
    Path config();

    /** Where data and logs are. */
    Path folder();

    @Override
    void close() throws InterruptedException, IOException;
}
