package io.alertrelay.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.alertrelay.testing.Certificates;
import io.alertrelay.testing.FreePorts;
import io.alertrelay.testing.PlainBroker;
import io.alertrelay.testing.PlainBroker.Secured;
import io.alertrelay.watchdog.Job;
import io.alertrelay.watchdog.Stage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that a real broker has refused work again when it accepts their user or certificate. */
class FailedAuthenticationTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final List<Integer> PORTS = FreePorts.take(3);
    private static final String TOPIC = "written";

    @TempDir
    private static Path folder;

    private static PlainBroker broker;
    private static Admin operator;
    private static Path accepted;
    private static Path stranger;
    private static Map<String, String> trust;

    @BeforeAll
    static void start() throws Exception {
        Certificates certificates = new Certificates(folder);
        Map<String, String> settings = new TreeMap<>(store("keystore", certificates.key("broker")));
        accepted = certificates.key("relay");
        stranger = certificates.key("stranger");
        settings.putAll(store("truststore", certificates.trust("broker", "relay")));
        trust = store("truststore", certificates.trust("relay", "broker"));
        settings.put("listener.name.mutual.ssl.client.auth", "required");
        settings.put("sasl.enabled.mechanisms", "SCRAM-SHA-512");
        settings.put(
                "listener.name.scram.scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;");
        broker = PlainBroker.start(
                Files.createDirectory(folder.resolve("data")),
                PORTS.get(0),
                Map.of(
                        "MUTUAL",
                        new Secured(PORTS.get(1), "SSL"),
                        "SCRAM",
                        new Secured(PORTS.get(2), "SASL_PLAINTEXT")),
                settings);
        operator = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
        operator.createTopics(List.of(new NewTopic(TOPIC, Optional.of(1), Optional.empty())))
                .all()
                .get();
    }

    @AfterAll
    static void stop() {
        operator.close();
        broker.close();
    }

    @Test
    void whatCouldNotBeWrittenForAUserThatTheBrokerRefusesIsWrittenWhenItAcceptsIt() throws Exception {
        KafkaClients clients = scram("of-lanes");
        AtomicInteger stored = new AtomicInteger();
        try (Admin admin = clients.admin();
                TopicWatch watch = clients.topicWatch(
                        admin,
                        new TopicSetup(admin, 1, 1),
                        1,
                        () -> List.of(new TopicSpec(TOPIC, 1, true, Map.of())),
                        Stage.unwatched(Job.TOPIC_WATCH));
                Lanes lanes = lanes(clients)) {
            watch.start();
            lanes.start();
            lanes.write(List.of(record("first")), () -> true, stored::incrementAndGet);
            lanes.write(List.of(record("second")), () -> true, stored::incrementAndGet);
            await().atMost(PATIENCE)
                    .until(() -> clients.faults().all().stream()
                            .anyMatch(fault -> fault.kind() == TopicFault.Kind.WRITE
                                    && fault.cause().contains("AuthenticationException")));

            allow("of-lanes");

            await().atMost(PATIENCE).until(() -> stored.get() == 2);
            await().atMost(PATIENCE).until(() -> clients.faults().all().isEmpty());
        }
    }

    @Test
    void aRoutesProducerThatCouldNotAskForItsIdWhenItWasMadeIsReplaced() throws Exception {
        KafkaClients clients = scram("of-a-route");
        Producer<Object, Object> producer = producer(clients);
        try {
            await().atMost(PATIENCE).until(clients.open()::haveFailed);
            allow("of-a-route");
            await().atMost(PATIENCE).until(() -> clients.haveMetadata(TOPIC, 1));
            assertThatThrownBy(() -> producer.send(record("lost")).get())
                    .hasRootCauseInstanceOf(TimeoutException.class);

            clients.open().renewFailed();

            await().atMost(PATIENCE).until(() -> clients.haveMetadata(TOPIC, 1));
            assertThat(producer.send(record("of a route")).get().offset()).isNotNegative();
            assertThat(clients.open().haveFailed()).isFalse();
        } finally {
            clients.closeProducers();
        }
    }

    @Test
    void aCertificateThatWasReplacedOnDiskIsRead() throws Exception {
        Path own = folder.resolve("own.p12");
        Files.copy(stranger, own);
        KafkaClients clients = mutual(own);
        AtomicInteger stored = new AtomicInteger();
        try (Admin admin = clients.admin();
                TopicReader reader = new TopicReader(clients);
                Lanes lanes = lanes(clients)) {
            lanes.start();
            lanes.write(List.of(record("by a certificate")), () -> true, stored::incrementAndGet);
            assertThatThrownBy(() -> admin.listTopics().names().get()).hasRootCauseInstanceOf(SSLException.class);
            assertThatThrownBy(() -> reader.ends(TOPIC)).isInstanceOf(AuthenticationException.class);
            await().atMost(PATIENCE).until(() -> !clients.faults().all().isEmpty());
            Files.copy(accepted, own, StandardCopyOption.REPLACE_EXISTING);

            clients.open().renewFailed();

            await().atMost(PATIENCE).until(() -> stored.get() == 1);
            assertThat(admin.listTopics().names().get()).contains(TOPIC);
            assertThat(reader.ends(TOPIC).get(0)).isPositive();
            assertThat(clients.open().haveFailed()).isFalse();
        }
    }

    private static Lanes lanes(KafkaClients clients) {
        return clients.lanes(new Lanes.Settings(
                "none.",
                new RecordHeader("again", new byte[0]),
                new Load(100, 1 << 20),
                Duration.ofHours(1),
                new Load(100, 1 << 20)));
    }

    @SuppressWarnings("unchecked")
    private static Producer<Object, Object> producer(KafkaClients clients) {
        Properties p = new Properties();
        p.put("key.serializer", ByteArraySerializer.class.getName());
        p.put("value.serializer", ByteArraySerializer.class.getName());
        p.put("max.block.ms", "0");
        p.put("linger.ms", "0");
        p.put("request.timeout.ms", "1000");
        p.put("delivery.timeout.ms", "2000");
        return (Producer<Object, Object>) clients.getProducer(p);
    }

    private static <K, V> ProducerRecord<K, V> record(String value) {
        @SuppressWarnings("unchecked")
        V bytes = (V) value.getBytes(UTF_8);
        return new ProducerRecord<>(TOPIC, bytes);
    }

    private static void allow(String user) throws Exception {
        operator.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                        user, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), "its-password")))
                .all()
                .get();
    }

    private static KafkaClients scram(String user) {
        return new KafkaClients(
                "127.0.0.1:" + PORTS.get(2),
                Map.of(
                        "security.protocol",
                        "SASL_PLAINTEXT",
                        "sasl.mechanism",
                        "SCRAM-SHA-512",
                        "sasl.jaas.config",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + user
                                + "\" password=\"its-password\";"));
    }

    private static KafkaClients mutual(Path keystore) {
        Map<String, String> properties = new TreeMap<>(trust);
        properties.putAll(store("keystore", keystore));
        properties.put("security.protocol", "SSL");
        return new KafkaClients("127.0.0.1:" + PORTS.get(1), properties);
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
