package io.alertrelay.bench;

import static org.awaitility.Awaitility.await;

import io.alertrelay.kafka.TopicNames;
import io.alertrelay.testing.EmbeddedAccess;
import io.alertrelay.testing.FreePorts;
import io.alertrelay.testing.RelayProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** A relay in a JVM of its own, with its embedded broker, and a channel whose Flashduty refuses every connection. */
final class DeadChannel implements AutoCloseable {
    private static final String CHANNEL = "dead";
    private static final Duration LOOK_EVERY = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final RelayProcess relay;
    private final Flood flood;

    /** @param heap of the relay and its broker together, as {@code -Xmx} takes it */
    DeadChannel(Path folder, String heap) throws IOException {
        List<Integer> ports = FreePorts.take(4);
        Path config = folder.resolve("relay.yaml");
        Files.writeString(config, yaml(ports));
        relay = RelayProcess.start(config, ports.get(1), ports.get(2), folder.resolve("relay.log"), heap);
        flood = new Flood(
                () -> EmbeddedAccess.settings(folder.resolve("data"), ports.get(0)),
                new TopicNames("alert-relay.").channel(CHANNEL));
    }

    /** What is alive in its heap with that many alerts waiting, when the outbox takes no more of them. */
    Heap with(long waiting) throws Exception {
        flood.upTo(waiting);
        await("what waits is seen")
                .atMost(PATIENCE)
                .until(() -> relay.client().channel(CHANNEL).path("waiting").asLong(-1) == waiting);
        AtomicReference<Heap> last = new AtomicReference<>(Heap.of(relay.pid()));
        await("the outbox has filled its window")
                .atMost(PATIENCE)
                .pollInterval(LOOK_EVERY)
                .until(() -> {
                    Heap now = Heap.of(relay.pid());
                    Heap before = last.getAndSet(now);
                    return now.deliveries() == before.deliveries() && (waiting == 0 || now.deliveries() > 0);
                });
        return last.get();
    }

    /** What it says of the channel. */
    String state() {
        return relay.client().channel(CHANNEL).path("state").asText();
    }

    @Override
    public void close() throws InterruptedException {
        relay.close();
    }

    private static String yaml(List<Integer> ports) {
        return """
                kafka: { brokers: embedded, data: ./data, port: %d }
                server: { host: 127.0.0.1, port: %d }
                management: { port: %d }
                integrations:
                  - { name: arms-prod, key: integration-key-of-arms, channel: %s }
                channels:
                  - { name: %s, push_url: "http://127.0.0.1:%d/event/push/alert/standard?integration_key=k" }
                """.formatted(ports.get(0), ports.get(1), ports.get(2), CHANNEL, CHANNEL, ports.get(3));
    }
}
