package io.alertrelay.kafka.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alertrelay.testing.EmbeddedAccess;
import io.alertrelay.testing.FreePorts;
import io.alertrelay.testing.ListeningPorts;
import io.alertrelay.testing.PlainBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may use the embedded broker: whoever may read its data folder, and nobody else. */
class BrokerSecretTest {
    private static final EmbeddedBroker.FatalFault NONE = (status, reason) -> {};
    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    private Path folder;

    @Test
    void whoDoesNotKnowTheSecretIsNotLetInAtAnyPort() throws Exception {
        Set<Integer> others = ListeningPorts.of(ProcessHandle.current().pid());
        try (EmbeddedBroker broker = EmbeddedBroker.start(data(), 0, NONE)) {
            assertThat(broker.bootstrapServers()).isNotEmpty();
            Set<Integer> ports = ListeningPorts.of(ProcessHandle.current().pid());
            ports.removeAll(others);

            assertThat(ports)
                    .as("one for tools, one for the relay, one of the controller")
                    .hasSize(3);
            // Each takes as long as it may try.
            List<CompletableFuture<Void>> refusals = new ArrayList<>();
            ExecutorService askers = Executors.newCachedThreadPool();
            for (int port : ports) {
                for (String role : List.of("bootstrap.servers", "bootstrap.controllers")) {
                    Map<String, Object> stranger = new HashMap<>(Map.of(role, "127.0.0.1:" + port));
                    Map<String, Object> plain = Map.copyOf(stranger);
                    refusals.add(CompletableFuture.runAsync(() -> assertRefused(new HashMap<>(plain)), askers));
                    stranger.putAll(Map.of("security.protocol", "SASL_PLAINTEXT", "sasl.mechanism", "SCRAM-SHA-256"));
                    assertNotLetIn(stranger, scram("relay", "A".repeat(43)));
                    assertNotLetIn(stranger, scram("admin", secret()));
                    stranger.put("sasl.mechanism", "PLAIN");
                    assertNotLetIn(stranger, plain("relay", "A".repeat(43)));
                    assertNotLetIn(stranger, plain("relay", secret()));
                }
            }
            askers.shutdown();
            refusals.forEach(CompletableFuture::join);
        }
    }

    @Test
    void theSecretOfAProcessEndsWithItsBroker() throws Exception {
        Properties former;
        try (EmbeddedBroker broker = EmbeddedBroker.start(data(), 0, NONE)) {
            former = settings(broker);
            ask(former);
        }
        try (EmbeddedBroker broker = EmbeddedBroker.start(data(), 0, NONE)) {
            Properties now = settings(broker);
            ask(now);
            now.put("sasl.jaas.config", former.getProperty("sasl.jaas.config"));

            assertThatThrownBy(() -> ask(now)).hasRootCauseInstanceOf(SaslAuthenticationException.class);
        }
    }

    @Test
    void kafkasOwnToolsNeedOneOptionOnly() throws Exception {
        int port = FreePorts.take(1).get(0);
        try (EmbeddedBroker broker = EmbeddedBroker.start(data(), port, NONE)) {
            assertThat(broker.bootstrapServers()).endsWith(":" + port);

            assertThat(Files.readString(data().resolve("client.properties"))).contains("--command-config");
            ask(EmbeddedAccess.settings(data(), port));
        }
    }

    @Test
    void folderAndSecretAreForTheirOwnerOnly() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(data(), 0, NONE)) {
            assertThat(broker.bootstrapServers()).isNotEmpty();
            assertThat(mode(data())).isEqualTo("rwx------");
            assertThat(mode(data().resolve("broker.secret"))).isEqualTo("rw-------");
            assertThat(mode(data().resolve("client.properties"))).isEqualTo("rw-------");
        }
    }

    @Test
    void theSecretStaysFromStartToStart() throws Exception {
        startAndStop();
        String first = secret();
        startAndStop();

        assertThat(secret()).isEqualTo(first).hasSizeGreaterThan(40);
    }

    @Test
    void aFolderOfAnEarlierVersionIsTakenOver() throws Exception {
        Files.createDirectory(data());
        try (PlainBroker earlier = PlainBroker.start(data(), FreePorts.take(1).get(0));
                Admin admin = Admin.create(Map.of("bootstrap.servers", earlier.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic("kept", 1, (short) 1)))
                    .all()
                    .get();
        }
        Files.setPosixFilePermissions(data(), PosixFilePermissions.fromString("rwxr-xr-x"));

        try (EmbeddedBroker broker = EmbeddedBroker.start(data(), 0, NONE);
                Admin admin = broker.clients().admin()) {
            assertThat(admin.listTopics().names().get()).contains("kept");
            assertThat(mode(data())).isEqualTo("rwx------");
        }
    }

    @Test
    void aSecretThatOthersCouldReadIsReplaced() throws Exception {
        startAndStop();
        String first = secret();
        Files.setPosixFilePermissions(data().resolve("broker.secret"), PosixFilePermissions.fromString("rw-r--r--"));

        startAndStop();

        assertThat(secret()).isNotEqualTo(first);
        assertThat(mode(data().resolve("broker.secret"))).isEqualTo("rw-------");
        assertThat(Files.readString(data().resolve("client.properties"))).contains(secret());
    }

    @Test
    void aDamagedSecretIsReplaced() throws Exception {
        startAndStop();
        Files.writeString(data().resolve("broker.secret"), "");

        startAndStop();

        assertThat(secret()).hasSizeGreaterThan(40);
    }

    @Test
    void aCommandSaysThatTheSecretIsMissing() {
        assertThatThrownBy(() -> EmbeddedBroker.clientsOf(data(), 1))
                .isInstanceOf(BrokerSecretException.class)
                .hasMessageContaining(data().resolve("broker.secret").toString())
                .hasMessageContaining("kafka.data");
    }

    private void startAndStop() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(data(), 0, NONE)) {
            assertThat(broker.bootstrapServers()).isNotEmpty();
        }
    }

    private static void assertNotLetIn(Map<String, Object> stranger, String jaas) {
        stranger.put("sasl.jaas.config", jaas);
        // A mechanism that the port does not have is refused by another exception than a wrong secret.
        assertThatThrownBy(() -> ask(stranger)).hasRootCauseInstanceOf(AuthenticationException.class);
    }

    private static Properties settings(EmbeddedBroker broker) {
        Properties settings = new Properties();
        settings.putAll(broker.clientSettings());
        settings.put("bootstrap.servers", broker.clients().bootstrapServers());
        return settings;
    }

    /** A client that speaks no SASL is cut off, and goes on trying: it never gets an answer. */
    private static void assertRefused(Map<String, Object> stranger) {
        stranger.put("default.api.timeout.ms", "3000");
        stranger.put("request.timeout.ms", "3000");
        assertThatThrownBy(() -> ask(stranger)).isInstanceOf(ExecutionException.class);
    }

    private static void ask(Map<?, ?> settings) throws Exception {
        Properties p = new Properties();
        p.putAll(settings);
        try (Admin admin = Admin.create(p)) {
            admin.describeCluster().nodes().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static String scram(String user, String password) {
        return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + user + "\" password=\""
                + password + "\";";
    }

    private static String plain(String user, String password) {
        return scram(user, password).replace("scram.ScramLoginModule", "plain.PlainLoginModule");
    }

    private String secret() throws Exception {
        return Files.readString(data().resolve("broker.secret")).strip();
    }

    private Path data() {
        return folder.resolve("data");
    }

    private static String mode(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
