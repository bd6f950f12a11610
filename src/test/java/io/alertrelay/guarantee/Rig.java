package io.alertrelay.guarantee;

import static org.awaitility.Awaitility.await;

import io.alertrelay.app.App;
import io.alertrelay.audit.AuditReport;
import io.alertrelay.audit.AuditRun;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.reading.Ledger;
import io.alertrelay.reading.Scope;
import io.alertrelay.record.DeadLetter;
import io.alertrelay.repair.DeadLetters;
import io.alertrelay.repair.RepairFilter;
import io.alertrelay.replay.Replays;
import io.alertrelay.sandbox.Received;
import io.alertrelay.sandbox.Sandbox;
import io.alertrelay.testing.FreePorts;
import io.alertrelay.testing.RelayClient;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.testing.TestConfig;
import io.alertrelay.testing.Topics;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One installation on the broker that all tests share: any number of relays in this process, the topics that they
 * share, and Flashduty's stand-in, which may go away and come back. Each channel has an integration of its own, and one
 * integration goes to all of them.
 */
final class Rig implements AutoCloseable {
    /** The key of the integration that goes to all channels. */
    static final String TO_ALL = "key-to-all";

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Vertx vertx = Vertx.vertx();
    private final TopicNames names = new TopicNames(SharedBroker.newPrefix());
    private final Topics topics = new Topics(SharedBroker.bootstrapServers());
    private final Deque<App> relays = new ArrayDeque<>();
    private final List<Received> earlier = new ArrayList<>();
    private final RelayConfig config;
    private Sandbox flashduty;

    private Rig(Path folder, List<String> channels, String channelSettings, String accountRate) throws Exception {
        // One that nobody else gets while it is away.
        flashduty = Sandbox.start(vertx, FreePorts.take(1).get(0), Clock.systemUTC());
        config = TestConfig.load(yaml(channels, channelSettings, accountRate), folder);
    }

    /**
     * An installation in which no relay runs yet.
     *
     * @param channelSettings of every channel, such as {@code timeout: 1s}
     */
    static Rig of(Path folder, List<String> channels, String channelSettings) throws Exception {
        return new Rig(folder, channels, channelSettings, "600000/min");
    }

    /** The same with a rate that all channels share. */
    static Rig withAccountRate(Path folder, List<String> channels, String accountRate) throws Exception {
        return new Rig(folder, channels, "timeout: 10s", accountRate);
    }

    /** The key of the integration that goes to that channel alone. */
    static String to(String channel) {
        return "key-to-" + channel;
    }

    /** The key in the channel's push URL. */
    static String pushKey(String channel) {
        return "push-" + channel;
    }

    /** Starts one more relay. */
    App start() throws Exception {
        App relay = App.start(config, step -> {}, (status, reason) -> {});
        relays.addLast(relay);
        return relay;
    }

    /** Stops it as SIGTERM does. */
    void stop(App relay) {
        relays.remove(relay);
        relay.close();
    }

    /** Stops the only relay and starts it again. */
    void restart() throws Exception {
        stop(relays.getLast());
        start();
    }

    /** A client of the relay that was started last. */
    RelayClient relay() {
        return client(relays.getLast());
    }

    /** A client of a relay. */
    static RelayClient client(App relay) {
        return new RelayClient(relay.port(), relay.managementPort());
    }

    /** The stand-in, as long as it does not go away. */
    Sandbox flashduty() {
        return flashduty;
    }

    /** The push URLs vanish: nothing listens there any more. */
    void vanish() {
        flashduty.close();
        // Only now: until then it takes more.
        earlier.addAll(flashduty.received());
    }

    /** They are back, without a fault and without a memory. */
    void appear() throws Exception {
        flashduty = Sandbox.start(vertx, flashduty.port(), Clock.systemUTC());
    }

    /** All that a channel was sent, before and after the stand-in went away. */
    Arrivals arrivals(String channel) {
        return new Arrivals(Stream.concat(earlier.stream(), flashduty.received().stream())
                .filter(received -> received.integrationKey().equals(pushKey(channel)))
                .toList());
    }

    TopicNames names() {
        return names;
    }

    Topics topics() {
        return topics;
    }

    /** Is everything accounted for, by the topics alone? */
    AuditReport audit() throws Exception {
        try (Ledger ledger = Ledger.open(config, step -> {})) {
            return AuditRun.of(ledger, Scope.ALL, (topic, read, total) -> {});
        }
    }

    /** What an operator does with replays. */
    <T> T replays(Replays.Work<T> work) throws Exception {
        try (Ledger ledger = Ledger.open(config, step -> {})) {
            return Replays.of(ledger, Clock.systemUTC(), work);
        }
    }

    /** The dead letters about which nobody has decided. */
    List<DeadLetter> undecided() throws Exception {
        try (Ledger ledger = Ledger.open(config, step -> {})) {
            DeadLetters letters = new DeadLetters(ledger);
            return letters
                    .named(letters.select(RepairFilter.ALL, (topic, read, total) -> {})
                            .names())
                    .stream()
                    .filter(letter -> letter.resolution().isEmpty())
                    .toList();
        }
    }

    /** Waits until nothing is left to be routed or delivered, and returns the audit that says so. */
    AuditReport settled() {
        return await("all is settled")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(
                        this::audit,
                        report -> report.webhooks().notRoutedYet()
                                        + report.deliveries().pending()
                                        + report.deliveries().notLetInYet()
                                == 0);
    }

    @Override
    public void close() {
        relays.forEach(App::close);
        flashduty.close();
        vertx.close();
    }

    private String yaml(List<String> channels, String channelSettings, String accountRate) {
        String dedicated = channels.stream()
                .map(c -> "  - { name: arms-%s, key: %s, channel: %s }".formatted(c, to(c), c))
                .collect(Collectors.joining("\n"));
        String each = channels.stream()
                .map(c -> "  - { name: %s, push_url: \"%s\", rate: 60000/min, %s }"
                        .formatted(c, flashduty.pushUrl(pushKey(c)), channelSettings))
                .collect(Collectors.joining("\n"));
        // One name for all clients in this process: else Kafka would give everything to the relay that came first.
        return """
                kafka:
                  brokers: "%s"
                  replication: 1
                  min_insync_replicas: 1
                  webhooks_partitions: 2
                  prefix: "%s"
                  properties: { client.id: relay, session.timeout.ms: %d }
                server: { host: 127.0.0.1, port: 0, sender_patience: 2m }
                management: { port: 0 }
                integrations:
                  - { name: arms-all, key: %s, routes: { default: { channels: [%s] } } }
                %s
                channels:
                %s
                flashduty: { account_rate: %s }
                """.formatted(
                        SharedBroker.bootstrapServers(),
                        names.prefix(),
                        SharedBroker.SESSION_MILLIS,
                        TO_ALL,
                        String.join(", ", channels),
                        dedicated,
                        each,
                        accountRate);
    }
}
