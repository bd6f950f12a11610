package io.alertrelay.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.FreePorts;
import io.alertrelay.testing.ProcessSignal;
import io.alertrelay.testing.RelayClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three brokers, two relays and the sandbox, each a process, as {@code src/test/cluster/cluster.sh} runs them; once for
 * all tests, of which the last one leaves it damaged.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterIT {
    private static final String KEY = "cluster-shared-key";
    /** On a machine that has a lot to do, a process that is well may not be heard of for seconds. */
    private static final Duration RELAY_SESSION = Duration.ofSeconds(15);

    private static final Duration BROKER_SESSION = Duration.ofSeconds(15);

    @TempDir
    private static Path folder;

    private static int base;

    @BeforeAll
    static void up() throws Exception {
        String relay = Files.readString(Path.of("src/test/cluster/relay.yaml"));
        Files.writeString(
                folder.resolve("patient.yaml"),
                relay.replace(
                        "  brokers:",
                        "  properties: { session.timeout.ms: %d }%n  brokers:".formatted(RELAY_SESSION.toMillis())));
        base = FreePorts.takeRow(46);
        assertThat(cluster("up", String.valueOf(base)))
                .as(() -> "see " + folder)
                .isZero();
    }

    @AfterAll
    static void down() throws Exception {
        cluster("down");
    }

    @Test
    @Order(2)
    void whatOneRelayAcceptsIsDeliveredThoughABrokerIsFrozenAndAnotherOneAndARelayAreKilled() throws Exception {
        RelayClient first = new RelayClient(base + 31, base + 41);
        RelayClient second = new RelayClient(base + 32, base + 42);
        Set<String> accepted = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            post(first, "before-" + i, accepted);
        }

        signal("broker3", "STOP");
        for (int i = 0; i < 50; i++) {
            post(first, "frozen-" + i, accepted);
        }
        signal("broker3", "CONT");
        kill("broker2");
        for (int i = 0; i < 50; i++) {
            post(first, "broker-" + i, accepted);
        }
        kill("relay1");
        for (int i = 0; i < 50; i++) {
            post(second, "relay-" + i, accepted);
        }

        assertThat(accepted).hasSizeGreaterThan(100);
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> delivered(second).containsAll(accepted));
        for (String broker : List.of("broker1", "broker2", "broker3")) {
            assertThat(folder.resolve(broker + ".log")).content().doesNotContain(" DEBUG ");
        }
    }

    @Test
    @Tag("long")
    @Order(1)
    void relaysThatAreRestartedOneAfterTheOtherUnderTrafficHandOverWithoutAWarning() throws Exception {
        RelayClient first = new RelayClient(base + 31, base + 41);
        RelayClient second = new RelayClient(base + 32, base + 42);
        Map<String, Integer> started = new HashMap<>();
        AtomicReference<RelayClient> ready = new AtomicReference<>(second);
        Set<String> accepted = ConcurrentHashMap.newKeySet();
        AtomicInteger posted = new AtomicInteger();
        ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor();
        try {
            sender.scheduleWithFixedDelay(
                    () -> post(ready.get(), "rolling-" + posted.incrementAndGet(), accepted),
                    0,
                    50,
                    TimeUnit.MILLISECONDS);
            await().atMost(Duration.ofMinutes(2)).until(() -> accepted.size() > 80);
            for (String relay : List.of("relay1", "relay2")) {
                started.put(relay, log(relay).length());
            }
            restart("relay1", first);
            ready.set(first);
            // What is on its way to the other one is answered before that stops.
            awaitMore(accepted);
            restart("relay2", second);
            awaitMore(accepted);
        } finally {
            sender.shutdown();
            assertThat(sender.awaitTermination(2, TimeUnit.MINUTES)).isTrue();
        }

        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> delivered(second).containsAll(accepted));
        for (String relay : List.of("relay1", "relay2")) {
            assertThat(log(relay)
                            .substring(started.get(relay))
                            .lines()
                            .filter(line -> line.matches(".* (WARN|ERROR) .*|.*Exception.*"))
                            // Of a machine that has no time to spare.
                            .filter(line -> !line.contains(" BlockedThreadChecker ")))
                    .as(relay)
                    .isEmpty();
        }
    }

    /** By SIGTERM; returns when it is ready again. */
    private void restart(String name, RelayClient relay) throws Exception {
        signal(name, "TERM");
        await().atMost(Duration.ofMinutes(1)).until(() -> log(name).contains(" - stopped"));
        await().atMost(Duration.ofMinutes(1)).until(() -> relay.health().isMissingNode());
        assertThat(cluster("start", name)).isZero();
        await().atMost(Duration.ofMinutes(3))
                .until(() -> relay.health().path("status").asText().equals("up"));
    }

    private static void awaitMore(Set<String> accepted) {
        int before = accepted.size();
        await().atMost(Duration.ofMinutes(2)).until(() -> accepted.size() > before + 80);
    }

    private String log(String name) throws IOException {
        // It may end in the middle of a character.
        return new String(Files.readAllBytes(folder.resolve(name + ".log")), StandardCharsets.UTF_8);
    }

    /** As ARMS does, but with the patience of Alertmanager: a 503 may be tried again. */
    private void post(RelayClient relay, String name, Set<String> accepted) {
        await().atMost(Duration.ofMinutes(2))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> {
                    boolean taken = relay.post(KEY, Bodies.firing(name, "critical", "payments"))
                                    .statusCode()
                            == 200;
                    if (taken) {
                        accepted.add(name);
                    }
                    return taken;
                });
    }

    private Set<String> delivered(RelayClient any) throws Exception {
        JsonNode events = new ObjectMapper()
                .readTree(any.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + (base + 20)
                                        + "/sandbox/events?integration_key=cluster-payments"))
                                .build())
                        .body());
        Set<String> titles = new HashSet<>();
        events.findValues("title").forEach(title -> titles.add(title.asText()));
        return titles;
    }

    private void kill(String name) throws Exception {
        signal(name, "KILL");
    }

    private void signal(String name, String signal) throws Exception {
        String pid = Files.readString(folder.resolve(name + ".pid")).strip();
        ProcessSignal.send(Long.parseLong(pid), signal);
    }

    private static int cluster(String command, String... more) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("src/test/cluster/cluster.sh", command, folder.toString());
        builder.command().addAll(List.of(more));
        builder.environment()
                .putAll(Map.of(
                        "CLUSTER_JAVA_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
                        "CLUSTER_BROKER_SESSION", String.valueOf(BROKER_SESSION.toMillis()),
                        "RELAY_CONFIG", folder.resolve("patient.yaml").toString()));
        return builder.inheritIO().start().waitFor();
    }
}
