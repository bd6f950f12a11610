package io.alertrelay.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * A broker with Kafka's own authorizer, at which the user {@code relay} may do what it is allowed, and nothing else.
 */
public final class GuardedBroker implements AutoCloseable {
    private final PlainBroker broker;
    private final Admin admin;

    private GuardedBroker(PlainBroker broker) {
        this.broker = broker;
        this.admin = Admin.create(client("admin"));
    }

    /** Starts one, and returns when it is up. */
    public static GuardedBroker start(Path data, int port) throws IOException {
        return new GuardedBroker(PlainBroker.start(
                data,
                port,
                Map.of(
                        "listener.security.protocol.map",
                        "BROKER:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
                        "sasl.enabled.mechanisms",
                        "PLAIN",
                        "sasl.mechanism.inter.broker.protocol",
                        "PLAIN",
                        "listener.name.broker.plain.sasl.jaas.config",
                        jaas("admin") + " user_admin=\"of-admin\" user_relay=\"of-relay\";",
                        "authorizer.class.name",
                        "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                        // The controller's listener, which knows nobody, is the broker's own.
                        "super.users",
                        "User:admin;User:ANONYMOUS")));
    }

    private static String jaas(String user) {
        return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"" + user
                + "\" password=\"of-" + user + "\"";
    }

    private Properties client(String user) {
        Properties p = new Properties();
        p.put("bootstrap.servers", broker.bootstrapServers());
        p.putAll(properties(user));
        return p;
    }

    private static Map<String, String> properties(String user) {
        return Map.of(
                "security.protocol", "SASL_PLAINTEXT", "sasl.mechanism", "PLAIN", "sasl.jaas.config", jaas(user) + ";");
    }

    /** Settings of a client of the relay's user, by Kafka's names. */
    public Map<String, String> clientProperties() {
        return properties("relay");
    }

    /** The key {@code kafka} of a relay's configuration. */
    public String yaml(String prefix) {
        return """
                { brokers: "%s", replication: 1, min_insync_replicas: 1, prefix: "%s", properties: { %s } }""".formatted(
                        broker.bootstrapServers(),
                        prefix,
                        String.join(
                                ", ",
                                clientProperties().entrySet().stream()
                                        .map(e -> e.getKey() + ": '" + e.getValue() + "'")
                                        .toList()));
    }

    /** {@code host:port}. */
    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** Who may do everything. */
    public Admin admin() {
        return admin;
    }

    /** Gives the relay's user rights on everything whose name begins so. */
    public void allow(ResourceType type, String prefix, AclOperation... operations) throws Exception {
        admin.createAcls(Arrays.stream(operations)
                        .map(operation -> acl(type, prefix, PatternType.PREFIXED, operation, AclPermissionType.ALLOW))
                        .toList())
                .all()
                .get();
    }

    /** Refuses it something of one topic. */
    public void deny(String topic, AclOperation operation) throws Exception {
        AclBinding denial = denial(topic, operation);
        admin.createAcls(List.of(denial)).all().get();
        // The controller answers before the broker has it.
        await(denial.toString())
                .pollDelay(Duration.ZERO)
                .until(() ->
                        !admin.describeAcls(denial.toFilter()).values().get().isEmpty());
    }

    /** Takes that back. */
    public void permitAgain(String topic, AclOperation operation) throws Exception {
        AclBinding denial = denial(topic, operation);
        admin.deleteAcls(List.of(denial.toFilter())).all().get();
    }

    private static AclBinding denial(String topic, AclOperation operation) {
        return acl(ResourceType.TOPIC, topic, PatternType.LITERAL, operation, AclPermissionType.DENY);
    }

    private static AclBinding acl(
            ResourceType type, String name, PatternType pattern, AclOperation operation, AclPermissionType permission) {
        return new AclBinding(
                new ResourcePattern(type, name, pattern),
                new AccessControlEntry("User:relay", "*", operation, permission));
    }

    @Override
    public void close() {
        admin.close();
        broker.close();
    }
}
