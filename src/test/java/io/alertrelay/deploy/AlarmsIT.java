package io.alertrelay.deploy;

import static io.alertrelay.testing.TestConfig.DEDICATED_KEY;
import static io.alertrelay.testing.TestConfig.SHARED_KEY;
import static io.alertrelay.testing.TestConfig.pushKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alertrelay.app.App;
import io.alertrelay.config.ConfigFile;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.sandbox.Fault;
import io.alertrelay.sandbox.Sandbox;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.FreePorts;
import io.alertrelay.testing.PlainBroker;
import io.alertrelay.testing.RelayClient;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.testing.SmallDisk;
import io.alertrelay.testing.TestConfig;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Debian's Prometheus with the alarms as they are shipped, but in seconds instead of minutes: each fires on its fault,
 * and ends after it. Three relays have the faults among them: one has all that comes from senders, Flashduty, operators
 * and topics, one has a disk that fills up and then ends, and one loses its Kafka.
 */
@Tag("timed")
@Tag("long")
class AlarmsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Path RULES = Path.of("deploy", "prometheus", "alert-relay.rules.yaml");
    private static final Pattern ALARM = Pattern.compile("- alert: (\\w+)");
    /** The places of the management ports among the ports. */
    private static final List<Integer> MANAGEMENT = List.of(1, 3, 5);

    /**
     * The first one is tried last. Promtool's tests have the others: what is lost stays so until a restart, keys take
     * their time to end, relays of this JVM do not restart it, and a small disk is low only for a moment before it is
     * full.
     */
    private static final Set<String> ELSEWHERE = Set.of(
            "AlertRelayGone",
            "AlertRelayLostRecords",
            "AlertRelayRestarts",
            "AlertRelayDiskLow",
            "AlertRelayUnaccounted",
            "AlertRelayKeyEnds",
            "AlertRelayKeyEnded");

    private static final String GOOD = "{\"status\":\"firing\",\"labels\":{\"alertname\":\"good\"}}";

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final List<Integer> ports = FreePorts.take(9);
    private final TopicNames names = new TopicNames(SharedBroker.newPrefix());
    private final List<Socket> crowd = new ArrayList<>();
    private final Set<String> fired = new TreeSet<>();
    private final List<App> relays = new ArrayList<>();
    private Sandbox flashduty;
    private SmallDisk disk;
    private PlainBroker broker;
    private Process prometheus;

    @AfterEach
    void stop() throws Exception {
        if (prometheus != null) {
            prometheus.destroy();
            prometheus.waitFor(10, TimeUnit.SECONDS);
        }
        for (Socket socket : crowd) {
            socket.close();
        }
        relays.forEach(App::close);
        broker.close();
        flashduty.close();
        disk.close();
        vertx.close();
    }

    @Test
    void eachAlarmFiresOnItsFaultAndEndsAfterIt() throws Exception {
        Tool tool = Tool.find("prometheus", "prometheus");
        disk = SmallDisk.at(Files.createDirectory(folder.resolve("disk")), 192);
        flashduty = Sandbox.start(vertx, 0, Clock.systemUTC());
        broker = PlainBroker.start(folder.resolve("kafka"), ports.get(8));
        String common = "{ brokers: \"%s\", prefix: \"%s\", replication: 1, min_insync_replicas: 1 }";
        CompletableFuture<App> starting =
                start("busy", 0, common.formatted(SharedBroker.bootstrapServers(), names.prefix()));
        CompletableFuture<App> startingLast = start("away", 2, common.formatted(broker.bootstrapServers(), "away."));
        App ends = start("disk", 1, embedded()).get();
        App busy = starting.get();
        relays.addAll(List.of(busy, startingLast.get()));
        prometheus = prometheus(tool);
        await("Prometheus has asked all").atMost(PATIENCE).until(() -> up() == 3 && firing().isEmpty());

        RelayClient client = client(0);
        String yaml = Files.readString(folder.resolve("busy.yaml"));
        faultsOfSendersFlashdutyAndOperators(busy, client, yaml);
        disk.fill(40 << 20);
        broker.close();
        client(2).post(DEDICATED_KEY, Bodies.firing("lost", "info", "x"));
        awaitFired(alarmsBut("AlertRelayDown", "AlertRelayStageStalled"));
        ends.close();
        awaitFired(alarmsBut());

        limitDecisions("1000000");
        heal(busy, client, yaml);
        disk.makeRoom();
        broker = PlainBroker.start(folder.resolve("kafka"), ports.get(8));
        relays.add(start("disk", 1, embedded()).get());
        awaitAllIsWell();

        scrape(List.of());
        awaitFired(Set.of("AlertRelayGone"));
        scrape(MANAGEMENT);
        awaitAllIsWell();
    }

    private void awaitAllIsWell() {
        await("all is well")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> firing().isEmpty());
    }

    private void faultsOfSendersFlashdutyAndOperators(App busy, RelayClient client, String yaml) throws Exception {
        Files.writeString(
                folder.resolve("busy.yaml"),
                yaml.replace("channels: [oncall]", "channels: [night]")
                        .replace(
                                "  - { name: payments, push",
                                "  - { name: night, push_url: \"http://127.0.0.1:1/nobody-there\" }\n"
                                        + "  - { name: payments, push"));
        busy.reload("a test");
        client.postPatiently(SHARED_KEY, Bodies.firing("forgotten", "info", "x"));
        await().atMost(PATIENCE)
                .until(() -> client.channel("night").path("waiting").asInt() == 1);
        Files.writeString(folder.resolve("busy.yaml"), yaml);
        busy.reload("a test");
        client.post("no-key-of-anybody", Bodies.firing("x", "info", "x"));
        client.postPatiently(DEDICATED_KEY, "no JSON at all");
        URI address = URI.create(
                "http://127.0.0.1:" + busy.port() + "/event/push/alert/aliyun-arms?integration_key=" + DEDICATED_KEY);
        assertThat(HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(405);
        client.postPatiently(SHARED_KEY, "{\"truncatedAlerts\":3,\"alerts\":[" + GOOD + ",{\"status\":7}]}");
        flashduty.fault(pushKey("platform"), new Fault.Status(400, "InvalidParameter", "title"));
        flashduty.faultAlways(pushKey("payments"), new Fault.Status(401, "Unauthorized", "key"));
        client.postPatiently(SHARED_KEY, Bodies.firing("refused", "critical", "platform"));
        client.postPatiently(DEDICATED_KEY, Bodies.firing("waits", "critical", "payments"));
        client.manage("channels/oncall/pause", "", 200);
        Files.writeString(folder.resolve("busy.yaml"), yaml.replace("channels: [platform]", "channels: [nowhere]"));
        busy.reload("a test");
        for (int i = 0; i < 20; i++) {
            crowd.add(new Socket(InetAddress.getLoopbackAddress(), busy.port()));
        }
        await("relay status names it")
                .until(() -> !client.health().path("bounds_reached").isEmpty());
        assertThat(client.health().at("/integrations/0/truncated_last_hour").asInt())
                .isEqualTo(3);
        awaitFired(Set.of("AlertRelayDeadLetters", "AlertRelaySetAside", "AlertRelayPortFull"));
        // From now on nothing is routed: its decision can't be written.
        limitDecisions("1");
        for (int i = 0; i < 105; i++) {
            assertThat(client.postPatiently(DEDICATED_KEY, Bodies.firing("n" + i, "info", "x"))
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    private void heal(App busy, RelayClient client, String yaml) throws Exception {
        flashduty.heal(pushKey("payments"));
        // It would be tried by itself within a minute.
        client.manage("channels/payments/probe", "");
        client.manage("channels/oncall/resume", "", 200);
        client.manage("discard/night", "", 200);
        Files.writeString(folder.resolve("busy.yaml"), yaml);
        busy.reload("a test");
        for (Socket socket : crowd) {
            socket.close();
        }
    }

    private void awaitFired(Set<String> expected) {
        await("all of these fire")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(300))
                .untilAsserted(() -> {
                    fired.addAll(firing());
                    assertThat(fired).containsAll(expected);
                });
    }

    private String embedded() {
        return "{ brokers: embedded, data: %s, port: 0, min_free: 64MiB }"
                .formatted(disk.folder().resolve("data"));
    }

    private CompletableFuture<App> start(String name, int number, String kafka) throws IOException {
        String yaml = TestConfig.yaml(kafka, ports.get(2 * number), ports.get(2 * number + 1), flashduty.port(), "")
                .replace(" }\nmanagement", ", max_connections: 16 }\nmanagement");
        ConfigFile file = new ConfigFile(Files.writeString(folder.resolve(name + ".yaml"), yaml), Map.of());
        return CompletableFuture.supplyAsync(() -> {
            try {
                return App.start(file.load(), Optional.of(file), what -> {}, (status, reason) -> {});
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private RelayClient client(int number) {
        return new RelayClient(ports.get(2 * number), ports.get(2 * number + 1));
    }

    private Process prometheus(Tool tool) throws IOException {
        Files.writeString(
                folder.resolve("rules.yaml"),
                Files.readString(RULES)
                        .replaceAll("for: \\d+[mh]", "for: 2s")
                        .replace("[10m]", "[8s]")
                        .replace("[2m]", "[3s]")
                        .replace("> 600", "> 3")
                        .replace("> 86400", "> 3"));
        Path config = Files.writeString(folder.resolve("prometheus.yml"), """
                global: { scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 500ms }
                rule_files: [rules.yaml]
                scrape_configs:
                  - job_name: alert-relay
                    file_sd_configs: [{ files: [targets.json], refresh_interval: 1s }]
                """);
        scrape(MANAGEMENT);
        return tool.builder(
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + folder.resolve("tsdb"),
                        "--web.listen-address=127.0.0.1:" + ports.get(6))
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
    }

    /** @param relays by the place of their port; Prometheus notices within seconds */
    private void scrape(List<Integer> relays) throws IOException {
        String targets = relays.stream()
                .map(place -> "\"127.0.0.1:" + ports.get(place) + '"')
                .collect(Collectors.joining(","));
        Path next = Files.writeString(folder.resolve("targets.next"), "[{\"targets\":[" + targets + "]}]");
        Files.move(next, folder.resolve("targets.json"), StandardCopyOption.REPLACE_EXISTING);
    }

    private static Set<String> alarmsBut(String... others) throws IOException {
        Set<String> all = alarms();
        all.removeAll(ELSEWHERE);
        all.removeAll(Set.of(others));
        return all;
    }

    private static Set<String> alarms() throws IOException {
        return ALARM.matcher(Files.readString(RULES))
                .results()
                .map(alarm -> alarm.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> firing() throws Exception {
        Set<String> names = new TreeSet<>();
        for (JsonNode alert : ask("/api/v1/alerts").at("/data/alerts")) {
            if (alert.path("state").asText().equals("firing")) {
                names.add(alert.at("/labels/alertname").asText());
            }
        }
        return names;
    }

    private int up() {
        try {
            return ask("/api/v1/query?query=sum(up)")
                    .at("/data/result/0/value/1")
                    .asInt();
        } catch (Exception e) {
            return 0;
        }
    }

    private JsonNode ask(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + ports.get(6) + path);
        return new ObjectMapper()
                .readTree(HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                        .body());
    }

    private void limitDecisions(String bytes) throws Exception {
        try (Admin admin = SharedBroker.clients().admin()) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.TOPIC, names.decisions()),
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("max.message.bytes", bytes), AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }
}
