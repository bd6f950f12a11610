package io.alertrelay.golden;

import static io.alertrelay.testing.Bodies.alert;
import static io.alertrelay.testing.Bodies.body;
import static io.alertrelay.testing.Bodies.firing;
import static io.alertrelay.testing.Bodies.resolved;
import static io.alertrelay.testing.TestConfig.DEDICATED_KEY;
import static io.alertrelay.testing.TestConfig.SHARED_KEY;
import static io.alertrelay.testing.TestConfig.pushKey;
import static org.awaitility.Awaitility.await;

import io.alertrelay.kafka.TopicNames;
import io.alertrelay.sandbox.Fault;
import io.alertrelay.sandbox.Sandbox;
import io.alertrelay.testing.EmbeddedAccess;
import io.alertrelay.testing.FreePorts;
import io.alertrelay.testing.RelayClient;
import io.alertrelay.testing.RelayProcess;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Runs a relay through all that it writes into its topics, and keeps what it wrote; see {@code record.sh}. */
final class Recording {
    private static final Set<String> NOT_NEEDED = Set.of("relay.lock");

    private final Path to;
    private final Sandbox flashduty;
    private final OldRelay relay;

    private Recording(Path to, Sandbox flashduty) throws IOException {
        this.to = to;
        this.flashduty = flashduty;
        this.relay = new OldRelay(Files.createTempDirectory("golden"), FreePorts.take(3), flashduty.port());
    }

    public static void main(String[] args) throws Exception {
        Vertx vertx = Vertx.vertx();
        try (Sandbox flashduty = Sandbox.start(vertx, 0, Clock.systemUTC())) {
            new Recording(Path.of(args[0]), flashduty).run();
        }
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    private void run() throws Exception {
        try (RelayProcess process = relay.start()) {
            RelayClient client = process.client();
            client.post(
                    SHARED_KEY,
                    body(
                            "firing",
                            alert("firing", "磁盘满", "Critical", "payments"),
                            alert("firing", "slow", "Warning", "nobody"),
                            "{\"status\":\"suppressed\",\"labels\":{}}"));
            client.post("no-such-key", firing("slow", "Info", "nobody"));
            client.send(HttpRequest.newBuilder(
                            client.request(SHARED_KEY, firing("slow", "Info", "nobody")), (name, value) -> true)
                    .header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                    .build());
            System.out.println(relay.run("test", "payments"));
            client.post(SHARED_KEY, resolved("slow", "Info", "nobody"));
            client.post(SHARED_KEY, "{\"alerts\": \"none\"}");
            client.post(SHARED_KEY, "{\"alerts\":[{\"status\":\"new\",\"labels\":{\"alertname\":\"b\"}}]}");
            settle(client);
            flashduty.faultAlways(
                    pushKey("payments"), new Fault.Status(400, "InvalidParameter", "title_rule is too odd"));
            client.post(DEDICATED_KEY, firing("refused", "Warning", "x"));
            client.post(DEDICATED_KEY, firing("redriven", "Warning", "x"));
            settle(client);
            flashduty.heal(pushKey("payments"));
            System.out.println(relay.run("dead-letters", "redrive", "--last=1h", "--yes"));
            settle(client);
            System.out.println(relay.run("dead-letters", "discard", "--reason=known", "--last=1h", "--yes"));
            System.out.println(relay.run("dead-letters", "list"));
            System.out.println(relay.run("quarantine", "list"));
            System.out.println(relay.run("quarantine", "discard", "--cause=alerts", "--yes"));
            System.out.println(
                    relay.run("replay", "--last", "1h", "--to-channel", "payments", "--again", "--yes", "--wait"));
            relay.configure(flashduty.port(), ", search");
            System.out.println(relay.run("reload"));
            System.out.println(relay.run("routes", "list"));
            flashduty.faultAlways(pushKey("platform"), new Fault.Status(500, "InternalError", "as ordered"));
            client.post(SHARED_KEY, firing("open", "Critical", "search"));
            client.post(SHARED_KEY, firing("open", "Critical", "search"));
            client.post(SHARED_KEY, firing("open", "Critical", "search"));
            client.post(SHARED_KEY, firing("pair", "Critical", "platform"));
            client.post(SHARED_KEY, resolved("pair", "Critical", "platform"));
            client.post(SHARED_KEY, firing("later", "Critical", "platform"));
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> client.channel("platform")
                                    .path("state")
                                    .asText()
                                    .equals("held")
                            && client.channel("platform").path("waiting").asInt() >= 2
                            && client.health().path("routing").path("waiting").asInt() == 0);
            write(new TopicNames("alert-relay."));
            process.stop();
        }
        keep(relay.data(), to.resolve("data.zip"));
    }

    private static void settle(RelayClient client) {
        await().atMost(Duration.ofMinutes(1)).until(() -> {
            var health = client.health();
            boolean[] idle = {health.path("routing").path("waiting").asInt(1) == 0};
            health.path("channels")
                    .forEach(channel -> idle[0] &= channel.path("waiting").asInt(1) == 0);
            return idle[0];
        });
    }

    private void write(TopicNames names) throws Exception {
        Properties access = EmbeddedAccess.settings(relay.data(), relay.kafka());
        List<String> lines = new ArrayList<>();
        try (Admin admin = Admin.create(access);
                KafkaConsumer<String, byte[]> consumer =
                        new KafkaConsumer<>(access, new StringDeserializer(), new ByteArrayDeserializer())) {
            for (String topic :
                    admin.listTopics().names().get().stream().sorted().toList()) {
                if (!topic.startsWith(names.prefix())) {
                    continue;
                }
                List<TopicPartition> partitions = IntStream.range(
                                0, consumer.partitionsFor(topic).size())
                        .mapToObj(p -> new TopicPartition(topic, p))
                        .toList();
                consumer.assign(partitions);
                consumer.seekToBeginning(partitions);
                var ends = consumer.endOffsets(partitions);
                while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                    consumer.poll(Duration.ofMillis(100)).forEach(record -> lines.add(GoldenRecord.line(record)));
                }
            }
        }
        Files.write(to.resolve("records.jsonl"), lines, StandardCharsets.UTF_8);
    }

    private static void keep(Path data, Path zip) throws IOException {
        try (OutputStream out = Files.newOutputStream(zip);
                ZipOutputStream archive = new ZipOutputStream(out, StandardCharsets.UTF_8);
                Stream<Path> files = Files.walk(data)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String name = data.relativize(file).toString();
                if (!NOT_NEEDED.contains(name)) {
                    archive.putNextEntry(new ZipEntry(name));
                    Files.copy(file, archive);
                    archive.closeEntry();
                }
            }
        }
    }
}
