package io.alertrelay.cli;

import io.alertrelay.config.Brokers;
import io.alertrelay.config.KafkaSettings;
import io.alertrelay.config.RelayConfig;
import java.io.PrintWriter;
import picocli.CommandLine;

/** Says in the first line which relay, or which topics, the rest is of. */
final class Asked {
    private Asked() {}

    /** @param data whether the output is for a program: then the line goes where errors go */
    static void relay(RelayApi api, CommandLine line, boolean data) {
        tell("the relay at " + api.base(), line, data);
    }

    /** Likewise of topics. */
    static void topics(RelayConfig config, CommandLine line, boolean data) {
        tell(topics(config.kafka()), line, data);
    }

    /** Where they are, in words. */
    static String topics(KafkaSettings kafka) {
        return kafka.brokers() instanceof Brokers.Cluster cluster
                ? "the topics " + kafka.prefix() + "* at " + cluster.bootstrapServers()
                : "the data folder " + ((Brokers.Embedded) kafka.brokers()).data();
    }

    private static void tell(String whom, CommandLine line, boolean data) {
        PrintWriter to = data ? line.getErr() : line.getOut();
        to.println("asked: " + whom);
        to.flush();
    }
}
