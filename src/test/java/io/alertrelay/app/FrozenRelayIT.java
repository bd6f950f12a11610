package io.alertrelay.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alertrelay.audit.AuditReport;
import io.alertrelay.audit.AuditRun;
import io.alertrelay.bench.LoopbackCluster;
import io.alertrelay.config.ConfigLoader;
import io.alertrelay.reading.Ledger;
import io.alertrelay.reading.Scope;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.RelayClient;
import io.alertrelay.testing.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One of two relays is stopped by a signal under traffic, for longer than its session, and goes on. */
@Tag("timed")
@Tag("long")
class FrozenRelayIT {
    private static final List<String> CHANNELS = List.of("a", "b", "c", "d", "e", "f");
    /** Twice as many events of each channel: what it may send in most of a minute. */
    private static final int ALERTS = 240;

    private static final int AFTERWARDS = 1_000;
    private static final int MAX_IN_FLIGHT = 8;
    /** Of a loaded machine: receipts that were on their way to three brokers. */
    private static final int ON_THEIR_WAY = 64;
    /** A request is in flight, too, whose thread was stopped between asking whether it may send and sending. */
    private static final int ABOUT_TO_BE_SENT = 2;

    private static final Pattern NAME = Pattern.compile("alert-[a-z]+-[0-9]+-[0-9]+");

    private final Map<String, Set<String>> accepted = new HashMap<>();
    private final AtomicInteger attempts = new AtomicInteger();

    @TempDir
    private Path folder;

    private LoopbackCluster cluster;

    @BeforeEach
    void up() throws Exception {
        cluster = LoopbackCluster.quick(folder.resolve("cluster"), config());
    }

    @AfterEach
    void down() throws Exception {
        cluster.close();
    }

    @Test
    void aRelayThatWasFrozenSendsAndRoutesNothingTwiceButWhatWasInFlight() throws Exception {
        for (String severity : List.of("warning", "critical")) {
            for (int first = 0; first < ALERTS; first += 60) {
                post(cluster.relay(1), severity, first, first + 60);
            }
        }
        await("deliveries wait in the relays")
                .atMost(Duration.ofMinutes(1))
                .until(() -> Math.max(waitingIn(1), waitingIn(2)) >= 2);
        int frozen = waitingIn(1) >= waitingIn(2) ? 1 : 2;
        cluster.signal("relay" + frozen, "STOP");
        post(cluster.relay(3 - frozen), "critical", ALERTS, ALERTS + 1);
        await("the other relay has taken over, and has delivered all")
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> CHANNELS.stream().allMatch(this::allArrived));
        Map<String, List<String>> before = CHANNELS.stream().collect(Collectors.toMap(c -> c, this::events));

        cluster.signal("relay" + frozen, "CONT");
        cluster.awaitReady(frozen);
        post(cluster.relay(frozen), "critical", AFTERWARDS, AFTERWARDS + 1);
        await("what was posted afterwards is delivered")
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> CHANNELS.stream().allMatch(this::allArrived));

        for (String channel : CHANNELS) {
            List<String> first = before.get(channel);
            List<String> all = events(channel);
            assertThat(first.size() - Set.copyOf(first).size())
                    .as("what the other relay sent again to " + channel)
                    .isLessThanOrEqualTo(MAX_IN_FLIGHT + ON_THEIR_WAY);
            assertThat(all.subList(first.size(), all.size()))
                    .as("what the woken relay sent again to " + channel)
                    .filteredOn(Set.copyOf(first)::contains)
                    .hasSizeLessThanOrEqualTo(ABOUT_TO_BE_SENT);
        }
        assertThat(routedTwice()).as("routed twice").isLessThanOrEqualTo(MAX_IN_FLIGHT * CHANNELS.size());
        assertThat(audit().findings()).isEmpty();
    }

    private Path config() throws IOException {
        String integrations = CHANNELS.stream()
                .map(name -> "  - { name: in-%s, key: key-of-%s, channel: %s }".formatted(name, name, name))
                .collect(Collectors.joining("\n"));
        String channels = CHANNELS.stream()
                .map(name -> ("  - { name: %s, rate: 600/min, max_in_flight: %d, collapse: none, push_url: "
                                + "\"http://127.0.0.1:${SANDBOX_PORT}/event/push/alert/standard?integration_key=push-%s\" }")
                        .formatted(name, MAX_IN_FLIGHT, name))
                .collect(Collectors.joining("\n"));
        return Files.writeString(folder.resolve("relays.yaml"), """
                kafka: { brokers: "${CLUSTER_BROKERS}", webhooks_partitions: 6 }
                server: { host: 127.0.0.1, port: "${RELAY_PORT}" }
                management: { port: "${RELAY_MANAGEMENT_PORT}" }
                integrations:
                %s
                channels:
                %s
                flashduty: { account_rate: 60000/min }
                """.formatted(integrations, channels));
    }

    /**
     * Alerts of these numbers, together, to each channel. What is posted again, because it was not acknowledged and may
     * be stored all the same, has other names: it is no repeat.
     */
    private void post(RelayClient relay, String severity, int from, int to) {
        for (String channel : CHANNELS) {
            await().atMost(Duration.ofMinutes(1)).ignoreExceptions().until(() -> {
                int attempt = attempts.incrementAndGet();
                List<String> names = IntStream.range(from, to)
                        .mapToObj(i -> "alert-" + severity + "-" + i + "-" + attempt)
                        .toList();
                String body = Bodies.body(
                        "firing",
                        names.stream()
                                .map(name -> Bodies.alert("firing", name, severity, channel))
                                .toArray(String[]::new));
                boolean taken = relay.post("key-of-" + channel, body).statusCode() == 200;
                if (taken) {
                    accepted.computeIfAbsent(channel, c -> new HashSet<>()).addAll(names);
                }
                return taken;
            });
        }
    }

    /** How many channels a relay has. */
    private long waitingIn(int relay) {
        return CHANNELS.stream()
                .filter(channel -> cluster.relay(relay).channel(channel).hasNonNull("oldest_received_at"))
                .count();
    }

    private boolean allArrived(String channel) {
        Set<String> arrived = events(channel).stream()
                .flatMap(body -> NAME.matcher(body).results().map(MatchResult::group))
                .collect(Collectors.toSet());
        return arrived.containsAll(accepted.get(channel));
    }

    /** The bodies that arrived for a channel, in order, as the sandbox counts them. */
    private List<String> events(String channel) {
        try {
            List<String> bodies = new ArrayList<>();
            JsonNode page;
            long after = 0;
            do {
                page = new ObjectMapper()
                        .readTree(new RelayClient(0, 0)
                                .send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + cluster.sandboxPort()
                                                + "/sandbox/events?integration_key=push-" + channel + "&after="
                                                + after))
                                        .build())
                                .body());
                after = page.path("last").asLong();
                page.path("events")
                        .forEach(event -> bodies.add(event.path("body").asText()));
            } while (!page.path("events").isEmpty());
            return bodies;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Alerts that stand twice in their channel's topic. */
    private int routedTwice() {
        Topics topics = new Topics(cluster.brokers());
        return CHANNELS.stream()
                .mapToInt(channel -> {
                    Map<String, Integer> times = new HashMap<>();
                    topics.read("alert-relay.channel." + channel)
                            .forEach(record -> times.merge(
                                    Topics.header(record, "receipt").orElseThrow() + "/"
                                            + Topics.header(record, "index").orElseThrow(),
                                    1,
                                    Integer::sum));
                    return times.values().stream().mapToInt(n -> n - 1).sum();
                })
                .sum();
    }

    private AuditReport audit() throws Exception {
        Map<String, String> environment = Map.of(
                "CLUSTER_BROKERS",
                cluster.brokers(),
                "SANDBOX_PORT",
                String.valueOf(cluster.sandboxPort()),
                "RELAY_PORT",
                "0",
                "RELAY_MANAGEMENT_PORT",
                "0");
        try (Ledger ledger =
                Ledger.open(new ConfigLoader(environment).load(folder.resolve("relays.yaml")), step -> {})) {
            return AuditRun.of(ledger, Scope.ALL, (topic, read, total) -> {});
        }
    }
}
