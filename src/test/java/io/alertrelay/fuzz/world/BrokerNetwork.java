package io.alertrelay.fuzz.world;

import java.io.IOException;
import java.util.List;

/**
 * Where the brokers run, and how clients get at them: everybody by one way, and the relay that can be cut off by
 * another.
 */
interface BrokerNetwork extends AutoCloseable {
    /** What is put before a command to run it where the brokers are; nothing if that is here. */
    List<String> commandPrefix();

    /** The address at which the brokers listen for everybody. */
    String host();

    /** The one at which they listen for the relay that can be cut off. */
    String cutHost();

    /** Where that relay finds what listens at that port of {@link #cutHost}, as {@code host:port}. */
    String reached(int port);

    /** From now on nothing gets through between that relay and the brokers. */
    void cut() throws IOException, InterruptedException;

    /** Everything gets through again, and what was sent meanwhile has arrived. */
    void restore() throws IOException, InterruptedException;

    @Override
    void close() throws IOException, InterruptedException;
}
