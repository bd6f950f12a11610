package io.alertrelay.bench;

import static org.awaitility.Awaitility.await;

import io.alertrelay.app.App;
import io.alertrelay.sandbox.Sandbox;
import io.alertrelay.testing.FreePorts;
import io.alertrelay.testing.RelayClient;
import io.alertrelay.testing.TestConfig;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A whole relay with its own broker and a Flashduty that answers at once; a channel of its own for each run. */
final class StormRelay implements AutoCloseable {
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final Vertx vertx = Vertx.vertx();
    private final Sandbox flashduty;
    private final App app;
    private final Volley volley;

    /** @param rates requests a minute, by the name of the channel and of its integration */
    StormRelay(Path folder, Map<String, Integer> rates) throws Exception {
        flashduty = Sandbox.start(vertx, 0, Clock.systemUTC());
        List<Integer> ports = FreePorts.take(3);
        app = App.start(
                TestConfig.load(yaml(folder, ports, rates), folder),
                what -> {},
                (status, reason) -> System.err.println("the broker failed: " + reason));
        volley = new Volley(new RelayClient(app.port(), app.managementPort()));
    }

    /** Posts the bodies, and returns how long it was from the first post until so many marked alerts had arrived. */
    Duration untilArrived(String channel, List<String> bodies, int marked) throws Exception {
        Volley.Fired fired = volley.fire(integrationKey(channel), bodies);
        BenchArrivals arrivals = new BenchArrivals(() -> flashduty.accepted(TestConfig.pushKey(channel)), marked);
        await().atMost(PATIENCE).pollInterval(LOOK_EVERY).until(arrivals::complete);
        Duration time = Duration.between(fired.begin(), arrivals.last());
        System.out.printf(
                "%-8s  stored after %.1f s (%d posts repeated); the last marked one arrived after %.1f s, %d others before it%n",
                channel,
                fired.stored().toMillis() / 1000.0,
                fired.repeated(),
                time.toMillis() / 1000.0,
                arrivals.others());
        return time;
    }

    @Override
    public void close() {
        app.close();
        flashduty.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private String yaml(Path folder, List<Integer> ports, Map<String, Integer> rates) {
        return """
                kafka: { brokers: embedded, data: "%s", port: %d }
                server: { host: 127.0.0.1, port: %d }
                management: { port: %d }
                integrations:
                %s
                channels:
                %s
                flashduty: { account_rate: 600000/min }
                """.formatted(
                        folder.resolve("data"),
                        ports.get(0),
                        ports.get(1),
                        ports.get(2),
                        rates.keySet().stream()
                                .map(name -> "  - { name: %s, key: %s, channel: %s }"
                                        .formatted(name, integrationKey(name), name))
                                .collect(Collectors.joining("\n")),
                        rates.entrySet().stream()
                                .map(each -> "  - { name: %s, push_url: \"%s\", rate: %d/min }"
                                        .formatted(
                                                each.getKey(),
                                                flashduty.pushUrl(TestConfig.pushKey(each.getKey())),
                                                each.getValue()))
                                .collect(Collectors.joining("\n")));
    }

    private static String integrationKey(String name) {
        return "integration-key-of-" + name;
    }
}
