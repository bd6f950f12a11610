package io.alertrelay.app;

import static io.alertrelay.testing.TestConfig.DEDICATED_KEY;
import static io.alertrelay.testing.TestConfig.pushKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.sandbox.Sandbox;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.Certificates;
import io.alertrelay.testing.FreePorts;
import io.alertrelay.testing.PlainBroker;
import io.alertrelay.testing.PlainBroker.Secured;
import io.alertrelay.testing.RelayClient;
import io.alertrelay.testing.RunningRelay;
import io.alertrelay.testing.TestConfig;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker accepts another certificate from now on, and the relay goes on with it once it is on disk. */
@Tag("long")
class RotatedCertificateIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    private Path folder;

    private final List<Integer> ports = FreePorts.take(4);

    @Test
    void theRelayThatRunsTakesAndDeliversWithTheNewCertificate() throws Exception {
        Certificates certificates = new Certificates(folder);
        Path former = certificates.key("former");
        Path next = certificates.key("next");
        Path own = folder.resolve("own.p12");
        Map<String, String> ofBroker = new TreeMap<>(store("keystore", certificates.key("broker")));
        ofBroker.put("listener.name.mutual.ssl.client.auth", "required");
        Map<String, String> trustsFormer = store("truststore", certificates.trust("former-broker", "former"));
        Map<String, String> trustsNext = store("truststore", certificates.trust("next-broker", "next"));
        Files.copy(former, own);
        Map<String, String> ofRelay = new TreeMap<>(store("truststore", certificates.trust("relay", "broker")));
        ofRelay.putAll(store("keystore", own));
        ofRelay.put("security.protocol", "SSL");
        Path data = Files.createDirectory(folder.resolve("data"));
        Vertx vertx = Vertx.vertx();
        PlainBroker broker = broker(data, ofBroker, trustsFormer);
        try (Sandbox flashduty = Sandbox.start(vertx, 0, Clock.systemUTC());
                RunningRelay running = RunningRelay.start(TestConfig.load(config(ofRelay, flashduty), folder))) {
            RelayClient relay = running.client();
            relay.postUntilTaken(DEDICATED_KEY, Bodies.firing("disk full", "critical", "x"));
            awaitDelivered(flashduty, 1);

            broker.close();
            broker = broker(data, ofBroker, trustsNext);
            await().atMost(PATIENCE)
                    .until(() -> relay.post(DEDICATED_KEY, Bodies.firing("not now", "critical", "y"))
                                    .statusCode()
                            == 503);
            Files.copy(next, own, StandardCopyOption.REPLACE_EXISTING);

            await().atMost(PATIENCE)
                    .until(() -> relay.post(DEDICATED_KEY, Bodies.resolved("disk full", "critical", "x"))
                                    .statusCode()
                            == 200);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(
                                    flashduty.accepted(pushKey("payments")).size())
                            .isGreaterThan(1));
            await().atMost(PATIENCE)
                    .until(() -> relay.health().get("status").asText().equals("up"));
        } finally {
            broker.close();
            vertx.close();
        }
    }

    private static void awaitDelivered(Sandbox flashduty, int count) {
        await().atMost(PATIENCE)
                .until(() -> flashduty.accepted(pushKey("payments")).size() >= count);
    }

    private PlainBroker broker(Path data, Map<String, String> settings, Map<String, String> trust) throws Exception {
        Map<String, String> all = new TreeMap<>(settings);
        all.putAll(trust);
        return PlainBroker.start(data, ports.get(0), Map.of("MUTUAL", new Secured(ports.get(1), "SSL")), all);
    }

    private String config(Map<String, String> properties, Sandbox flashduty) {
        return TestConfig.yaml(
                "{ brokers: \"127.0.0.1:%d\", replication: 1, min_insync_replicas: 1, properties: { %s } }"
                        .formatted(
                                ports.get(1),
                                properties.entrySet().stream()
                                        .map(each -> each.getKey() + ": '" + each.getValue() + "'")
                                        .collect(Collectors.joining(", "))),
                ports.get(2),
                ports.get(3),
                flashduty.port(),
                "");
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
