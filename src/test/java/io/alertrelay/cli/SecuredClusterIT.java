package io.alertrelay.cli;

import static io.alertrelay.testing.TestConfig.DEDICATED_KEY;
import static io.alertrelay.testing.TestConfig.pushKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.alertrelay.app.App;
import io.alertrelay.reading.StartException;
import io.alertrelay.sandbox.Sandbox;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.Certificates;
import io.alertrelay.testing.Commands;
import io.alertrelay.testing.FreePorts;
import io.alertrelay.testing.PlainBroker;
import io.alertrelay.testing.PlainBroker.Secured;
import io.alertrelay.testing.RelayClient;
import io.alertrelay.testing.TestConfig;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A relay and its commands on a real broker that wants a certificate, or a user and a password, over TLS. */
@Tag("long")
class SecuredClusterIT {
    private static final List<Integer> PORTS = FreePorts.take(3);
    private static final int MUTUAL = PORTS.get(1);
    private static final int SCRAM = PORTS.get(2);

    @TempDir
    private static Path folder;

    private static Vertx vertx;
    private static Sandbox flashduty;
    private static PlainBroker broker;
    private static Map<String, String> trust;
    private static Map<String, String> certificate;

    private final Commands commands = new Commands();

    @BeforeAll
    static void start() throws Exception {
        vertx = Vertx.vertx();
        flashduty = Sandbox.start(vertx, 0, Clock.systemUTC());
        Certificates certificates = new Certificates(folder);
        Map<String, String> own = store("keystore", certificates.key("broker"));
        certificate = store("keystore", certificates.key("relay"));
        trust = store("truststore", certificates.trust("relay", "broker"));
        Map<String, String> settings = new TreeMap<>(own);
        settings.putAll(store("truststore", certificates.trust("broker", "relay")));
        settings.put("listener.name.mutual.ssl.client.auth", "required");
        settings.put("sasl.enabled.mechanisms", "SCRAM-SHA-512");
        settings.put(
                "listener.name.scram.scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;");
        broker = PlainBroker.start(
                Files.createDirectory(folder.resolve("data")),
                PORTS.get(0),
                Map.of("MUTUAL", new Secured(MUTUAL, "SSL"), "SCRAM", new Secured(SCRAM, "SASL_SSL")),
                settings);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                            "relay",
                            new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096),
                            "the-relays-password")))
                    .all()
                    .get();
        }
    }

    @AfterAll
    static void stop() {
        broker.close();
        flashduty.close();
        vertx.close();
    }

    @Test
    void relayWithACertificateTakesAndDeliversAndItsCommandsAnswer() throws Exception {
        takesDeliversAndAnswers(config("mutual", MUTUAL, ownCertificate()));
    }

    @Test
    void relayWithAUserAndAPasswordTakesAndDeliversAndItsCommandsAnswer() throws Exception {
        takesDeliversAndAnswers(config("scram", SCRAM, scram("the-relays-password")));
    }

    @Test
    void aJournalIsCopiedFromOneSecuredClusterToAnotherAndTheRelayGoesOnThere() throws Exception {
        goesOnElsewhere(
                config("moving", SCRAM, scram("the-relays-password")), config("moved", MUTUAL, ownCertificate()));
    }

    @Test
    void aJournalIsCopiedFromAnEmbeddedBrokerToASecuredClusterWhosePasswordIsInAFile() throws Exception {
        Files.writeString(folder.resolve("password"), "the-relays-password\n");

        goesOnElsewhere(
                config(
                        "embedded",
                        "{ brokers: embedded, data: ./embedded, port: %d }"
                                .formatted(FreePorts.take(1).get(0))),
                config("cluster", SCRAM, scram("${file:./password}")));
    }

    private void goesOnElsewhere(Path source, Path target) throws Exception {
        String receipt = takesDeliversAndAnswers(source);
        int before = flashduty.accepted(pushKey("payments")).size();

        assertThat(copy(source, target)).as(commands.err()).isZero();
        assertThat(commands.out())
                .contains("All of it is copied, and was compared")
                .doesNotContain("password");

        try (App app = serve(target)) {
            assertThat(commands.run(target, "receipts", receipt))
                    .as(commands.err())
                    .isZero();
            assertThat(commands.out()).contains("delivered");
            RelayClient relay = new RelayClient(app.port(), app.managementPort());
            relay.postPatiently(DEDICATED_KEY, Bodies.resolved("disk full", "critical", "x"));
            relay.postPatiently(DEDICATED_KEY, Bodies.firing("disk full again", "critical", "x"));
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> flashduty.accepted(pushKey("payments")).size() == before + 2);
            await().atMost(Duration.ofMinutes(2)).until(() -> commands.run(target, "audit") == 0);
            assertThat(commands.run(target, "replay", "list"))
                    .as(commands.err())
                    .isZero();
            assertThat(commands.run(target, "status")).as(commands.err()).isZero();
        }
    }

    private int copy(Path source, Path target) {
        return commands.run("journal", "copy", "--from", source.toString(), "--to", target.toString(), "--yes");
    }

    @Test
    void relayWithoutACertificateOrWithAWrongPasswordDoesNotStartAndSaysWhy() throws Exception {
        Map<String, String> bare = new TreeMap<>(trust);
        bare.put("security.protocol", "SSL");

        assertThatThrownBy(() -> serve(config("bare", MUTUAL, bare)))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("certificate");
        assertThatThrownBy(() -> serve(config("wrong", SCRAM, scram("another-password"))))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("Authentication failed")
                .hasMessageNotContaining("another-password");
    }

    private String takesDeliversAndAnswers(Path config) throws Exception {
        try (App app = serve(config)) {
            RelayClient relay = new RelayClient(app.port(), app.managementPort());
            int before = flashduty.accepted(pushKey("payments")).size();
            String receipt = RelayClient.requestId(
                    relay.postPatiently(DEDICATED_KEY, Bodies.firing("disk full", "critical", "x")));

            await().atMost(Duration.ofMinutes(2))
                    .until(() -> flashduty.accepted(pushKey("payments")).size() == before + 1);
            await().atMost(Duration.ofMinutes(2)).until(() -> commands.run(config, "audit") == 0);
            assertThat(commands.run(config, "receipts", receipt))
                    .as(commands.err())
                    .isZero();
            assertThat(commands.out()).contains("delivered");
            assertThat(commands.run(config, "replay", "list"))
                    .as(commands.err())
                    .isZero();
            assertThat(commands.run(config, "status")).as(commands.err()).isZero();
            return receipt;
        }
    }

    private static App serve(Path config) throws Exception {
        return App.start(TestConfig.load(Files.readString(config), folder), what -> {}, (status, reason) -> {});
    }

    private static Path config(String name, int port, Map<String, String> properties) throws Exception {
        String kafka =
                "{ brokers: \"127.0.0.1:%d\", replication: 1, min_insync_replicas: 1, prefix: \"%s.\", properties: { %s } }"
                        .formatted(
                                port,
                                name,
                                properties.entrySet().stream()
                                        .map(each -> each.getKey() + ": '" + each.getValue() + "'")
                                        .collect(Collectors.joining(", ")));
        return config(name, kafka);
    }

    private static Path config(String name, String kafka) throws Exception {
        List<Integer> ports = FreePorts.take(2);
        return Files.writeString(
                folder.resolve(name + ".yaml"),
                TestConfig.yaml(kafka, ports.get(0), ports.get(1), flashduty.port(), ""));
    }

    private static Map<String, String> ownCertificate() {
        Map<String, String> properties = new TreeMap<>(trust);
        properties.putAll(certificate);
        properties.put("security.protocol", "SSL");
        return properties;
    }

    private static Map<String, String> scram(String password) {
        Map<String, String> properties = new TreeMap<>(trust);
        properties.put("security.protocol", "SASL_SSL");
        properties.put("sasl.mechanism", "SCRAM-SHA-512");
        properties.put(
                "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"relay\" password=\"%s\";"
                        .formatted(password));
        return properties;
    }

    private static Map<String, String> store(String kind, Path file) {
        return Map.of(
                "ssl." + kind + ".location",
                file.toString(),
                "ssl." + kind + ".password",
                Certificates.PASSWORD,
                "ssl." + kind + ".type",
                "PKCS12");
    }
}
