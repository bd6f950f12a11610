package io.alertrelay.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alertrelay.config.Brokers;
import io.alertrelay.config.ConfigLoader;
import io.alertrelay.config.KafkaSettings;
import io.alertrelay.config.Secret;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.testing.Cable;
import io.alertrelay.testing.FreePorts;
import io.alertrelay.testing.SharedBroker;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an operator reads whose {@code kafka} settings do not fit the cluster. */
class ClusterReachTest {
    private final Vertx vertx = Vertx.vertx();
    private final List<Cable> cables = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (Cable cable : cables) {
            cable.close();
        }
        vertx.close().toCompletionStage().toCompletableFuture().get(1, TimeUnit.MINUTES);
    }

    @Test
    void portOfAWebServerIsRefusedAndNoKafkaClientAllocatesItsAnswer() throws Exception {
        HttpServer web = vertx.createHttpServer()
                .requestHandler(request -> request.response().end("hello"))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(1, TimeUnit.MINUTES);
        String address = "127.0.0.1:" + web.actualPort();
        ClusterReach reach = new ClusterReach(new Brokers.Cluster(address, Map.of()));

        assertThatThrownBy(() -> reach.await(step -> {}))
                .isInstanceOf(StartException.class)
                .hasMessage("Kafka can't be used. kafka.brokers " + address
                        + ": answers with HTTP: it is no broker's port");
    }

    @Test
    void anAddressAtWhichConnectionsAreClosedKeepsNobodyFromABrokerThatIsThere() throws Exception {
        NetServer closing = closing();
        String closed = "127.0.0.1:" + closing.actualPort();

        new ClusterReach(new Brokers.Cluster(closed + "," + SharedBroker.bootstrapServers(), Map.of()))
                .await(step -> {});

        assertThatThrownBy(() -> new ClusterReach(new Brokers.Cluster(closed, Map.of())).await(step -> {}))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("kafka.brokers " + closed + ": it closes a connection without TLS");
    }

    @Test
    void aProxyWhoseBrokerIsAwayForAMomentIsWaitedFor() throws Exception {
        int port = FreePorts.take(1).get(0);
        int broker = FreePorts.take(1).get(0);
        List<String> steps = new ArrayList<>();
        try (Cable proxy = new Cable(port, broker)) {
            ClusterReach reach = new ClusterReach(new Brokers.Cluster("127.0.0.1:" + port, Map.of()));
            reach.await(step -> {
                steps.add(step);
                forward(broker);
            });
        }

        assertThat(steps).singleElement().asString().contains("waiting for Kafka", "it closes a connection");
    }

    private NetServer closing() throws Exception {
        return vertx.createNetServer()
                .connectHandler(NetSocket::close)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(1, TimeUnit.MINUTES);
    }

    /** From now on the shared broker is at that port, too. */
    private void forward(int port) {
        String address = SharedBroker.bootstrapServers();
        try {
            cables.add(new Cable(port, Integer.parseInt(address.substring(address.indexOf(':') + 1))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void commandDoesNotWaitForBrokersThatAreNotThere() throws Exception {
        ClusterReach reach = new ClusterReach(new Brokers.Cluster("nowhere.invalid:9092,127.0.0.1:1", Map.of()));

        assertThatThrownBy(reach::check)
                .isInstanceOf(StartException.class)
                .hasMessageContaining("kafka.brokers nowhere.invalid:9092: the host name nowhere.invalid is not known")
                .hasMessageContaining("kafka.brokers 127.0.0.1:1: Connection refused");
    }

    @Test
    void unknownSecurityProtocolIsNamedWithThoseThatThereAre() {
        Map<String, Secret> properties = Map.of("security.protocol", new Secret("SSL_SASL"));

        assertThatThrownBy(() -> new ClusterReach(new Brokers.Cluster("127.0.0.1:1", properties)))
                .hasMessageContaining("kafka.properties.security.protocol: found \"SSL_SASL\"")
                .hasMessageContaining("SASL_SSL");
    }

    @Test
    void missingTruststoreIsNamed() {
        Map<String, Secret> properties = Map.of(
                "security.protocol", new Secret("SSL"),
                "ssl.truststore.location", new Secret("/nowhere/truststore.p12"));

        assertThatThrownBy(() -> new ClusterReach(new Brokers.Cluster("127.0.0.1:1", properties)))
                .isInstanceOf(StartException.class)
                .hasMessage("kafka.properties.ssl.truststore.location: found /nowhere/truststore.p12, expected a file"
                        + " that the relay may read");
    }

    @Test
    void whatOnlyAKafkaClientFindsIsNamedByItsCause() {
        assertThatThrownBy(() -> admin("sasl.jaas.config", "no such module"))
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith("kafka.properties: no Kafka client can be made: ")
                .hasMessageContaining("JAAS");
    }

    @Test
    void whatAKafkaClientQuotesOfASecretIsNotTold() {
        assertThatThrownBy(() -> admin("some.token", "hunter2-hunter2", "metadata.max.age.ms", "hunter2-hunter2"))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("Invalid value *** for configuration metadata.max.age.ms");
    }

    private static void admin(String... settings) throws Exception {
        Map<String, String> properties =
                new HashMap<>(Map.of("security.protocol", "SASL_SSL", "sasl.mechanism", "PLAIN"));
        for (int i = 0; i < settings.length; i += 2) {
            properties.put(settings[i], settings[i + 1]);
        }
        String yaml = properties.entrySet().stream()
                .map(one -> one.getKey() + ": \"" + one.getValue() + "\"")
                .collect(Collectors.joining(", "));
        KafkaSettings kafka = new ConfigLoader(Map.of())
                .load(
                        "kafka: { brokers: \"127.0.0.1:1\", properties: { " + yaml + " } }\n" + """
                        integrations: [ { name: arms, key: a-long-key, channel: oncall } ]
                        channels: [ { name: oncall, push_url: "https://example.com/push?integration_key=0123456789" } ]
                        """,
                        "relay.yaml",
                        Path.of(""))
                .kafka();
        ClusterReach.admin(new KafkaClients("127.0.0.1:1", properties), kafka).close();
    }
}
