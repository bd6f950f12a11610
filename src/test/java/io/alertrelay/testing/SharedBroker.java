package io.alertrelay.testing;

import io.alertrelay.kafka.BrokerStartException;
import io.alertrelay.kafka.EmbeddedBroker;
import io.alertrelay.kafka.KafkaClients;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;

/** A real broker that the tests of one JVM share; each takes a prefix of its own for its topics. */
public final class SharedBroker {
    private static final class Holder {
        private static final EmbeddedBroker BROKER = start();
    }

    private SharedBroker() {}

    /** {@code host:port} of the broker, started when it is first asked for. */
    public static String bootstrapServers() {
        return Holder.BROKER.bootstrapServers();
    }

    /** Clients of it. */
    public static KafkaClients clients() {
        return new KafkaClients(bootstrapServers(), Map.of());
    }

    /** A prefix that no other test has. */
    public static String newPrefix() {
        return "test-" + UUID.randomUUID() + ".";
    }

    private static EmbeddedBroker start() {
        try {
            Path data = Files.createTempDirectory("shared-broker");
            return EmbeddedBroker.start(data, 0, (status, reason) -> {
                throw new AssertionError("the test broker failed: " + reason);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (BrokerStartException e) {
            throw new IllegalStateException(e);
        }
    }
}
