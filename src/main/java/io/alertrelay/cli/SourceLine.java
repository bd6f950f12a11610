package io.alertrelay.cli;

import io.alertrelay.config.Brokers;
import io.alertrelay.config.KafkaSettings;
import io.alertrelay.config.RelayConfig;
import java.io.PrintWriter;

/** Prints the first line of the output: which relay or which topics were read. */
public final class SourceLine {
    private SourceLine() {}

    /** Prints it for a running relay. */
    public static void relay(RelayApi api, RelayCommand command) {
        print("the relay at " + api.base(), command);
    }

    /** The same for topics. */
    public static void topics(RelayConfig config, RelayCommand command) {
        print(topics(config.kafka()), command);
    }

    /** The address of the topics, in words. */
    public static String topics(KafkaSettings kafka) {
        return kafka.brokers() instanceof Brokers.Cluster cluster
                ? "the topics " + kafka.prefix() + "* at " + cluster.bootstrapServers()
                : "the data folder " + ((Brokers.Embedded) kafka.brokers()).data();
    }

    /** Output for a program has nothing else in it: then the line goes to stderr. */
    private static void print(String source, RelayCommand command) {
        PrintWriter to = command.isData() ? command.err() : command.out();
        to.println("asked: " + source);
        to.flush();
    }
}
