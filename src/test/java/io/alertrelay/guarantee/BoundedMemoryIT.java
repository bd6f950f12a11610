package io.alertrelay.guarantee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.record.Delivery;
import io.alertrelay.sandbox.Fault;
import io.alertrelay.testing.SharedBroker;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.management.ObjectName;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dead channel costs no more memory the more alerts wait for it; they wait in its topic. */
@Tag("timed")
@Tag("long")
class BoundedMemoryIT {
    private static final String CHANNEL = "dead";
    private static final int WAITING = 60_000;
    private static final int WINDOW = 10_000;
    /** What one poll may bring beyond it: Kafka's {@code max.poll.records}. */
    private static final int POLL = 500;

    @TempDir
    private Path folder;

    private Rig rig;

    @BeforeEach
    void start() throws Exception {
        rig = Rig.of(folder, List.of(CHANNEL), "timeout: 5s");
        rig.flashduty().faultAlways(Rig.pushKey(CHANNEL), new Fault.Status(500, "InternalError", "dead"));
        rig.start();
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void theOutboxHoldsAWindowHealthCountsAllAndTheFirstComeFirst() throws Exception {
        long before = inMemory();
        produce();

        await().atMost(Duration.ofSeconds(60))
                .until(() -> rig.relay().channel(CHANNEL).path("waiting").asInt() == WAITING);
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> inMemory() - before >= WINDOW);
        assertThat(inMemory() - before).isLessThan(WINDOW + POLL);

        rig.flashduty().heal(Rig.pushKey(CHANNEL));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> rig.arrivals(CHANNEL).taken().size() >= 500);
        assertThat(rig.arrivals(CHANNEL).taken().subList(0, 500))
                .extracting(Arrivals::number)
                .allMatch(number -> number < 600);
        assertThat(inMemory() - before).isLessThan(WINDOW + POLL);
    }

    /** How many deliveries are alive in this process, as the virtual machine counts them. */
    private static long inMemory() throws Exception {
        String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        return histogram
                .lines()
                .filter(line -> line.strip().endsWith(" " + Delivery.class.getName()))
                .mapToLong(line -> Long.parseLong(line.strip().split("\\s+")[1]))
                .sum();
    }

    private void produce() throws Exception {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", SharedBroker.bootstrapServers());
        settings.put("batch.size", 1 << 19);
        settings.put("linger.ms", 50);
        Instant now = Instant.now();
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            List<Future<RecordMetadata>> sent = IntStream.range(0, WAITING)
                    .<Future<RecordMetadata>>mapToObj(i -> producer.send(record(i, now)))
                    .toList();
            for (Future<RecordMetadata> one : sent) {
                one.get();
            }
        }
    }

    private ProducerRecord<String, String> record(int i, Instant receivedAt) {
        String key = "arms-dead:" + i;
        ProducerRecord<String, String> record =
                new ProducerRecord<>(rig.names().channel(CHANNEL), key, """
                {"event_status":"Critical","alert_key":"%s","title_rule":"alert%d","description":"number %d"}""".formatted(key, i, i));
        Map.of(
                        "receipt", "w0-" + i + "-0123456789abcdef",
                        "index", "0",
                        "integration", "arms-dead",
                        "received-at", receivedAt.toString(),
                        "status", "firing",
                        "severity", "Critical",
                        "rules", "none",
                        "why", "made by a test",
                        "channels", "[\"" + CHANNEL + "\"]")
                .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return record;
    }
}
