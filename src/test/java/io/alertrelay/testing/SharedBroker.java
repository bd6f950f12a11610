package io.alertrelay.testing;

import static org.awaitility.Awaitility.await;

import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.TopicSetup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;

/** A real broker that the tests of one JVM share; each takes a prefix of its own for its topics. */
public final class SharedBroker {
    /** Of members of groups. */
    public static final int SESSION_MILLIS = 30_000;

    private static final class Holder {
        private static final PlainBroker BROKER = start();
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

    /**
     * The value of the key {@code kafka} for relays on it. Two partitions of webhooks instead of six: creating them and
     * reading each is much of what a start costs. A test's JVM may stand still for longer than a session of
     * four seconds; who expects each delivery once must not lose its partitions by that.
     */
    public static String asConfigured(String prefix) {
        return """
                { brokers: "%s", prefix: "%s", replication: 1, min_insync_replicas: 1, webhooks_partitions: 2, \
                properties: { session.timeout.ms: %d } }""".formatted(bootstrapServers(), prefix, SESSION_MILLIS);
    }

    /** A prefix that no other test has. */
    public static String newPrefix() {
        return "test-" + UUID.randomUUID() + ".";
    }

    /**
     * Creates a topic, and returns when its leaders serve it: of what a producer sends before, the first batch may be
     * refused for ever, because a later one was taken first.
     */
    public static void create(String topic, int partitions) throws ExecutionException, InterruptedException {
        try (Admin admin = clients().admin()) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                    .all()
                    .get();
            new TopicSetup(admin, 1, 1).awaitLeaders(List.of(topic));
        }
    }

    /**
     * Sets a setting of a topic, for example so that nothing can be written to it, and returns when the broker has it:
     * its controller answers before.
     */
    public static void configure(String topic, String name, String value)
            throws ExecutionException, InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (Admin admin = clients().admin()) {
            admin.incrementalAlterConfigs(Map.of(
                            resource,
                            List.of(new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
            await(topic + " has " + name + "=" + value)
                    .pollDelay(Duration.ZERO)
                    .until(() -> value.equals(admin.describeConfigs(List.of(resource))
                            .all()
                            .get()
                            .get(resource)
                            .get(name)
                            .value()));
        }
    }

    private static PlainBroker start() {
        try {
            Path data = Files.createTempDirectory("shared-broker");
            return PlainBroker.start(data, FreePorts.take(1).get(0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
