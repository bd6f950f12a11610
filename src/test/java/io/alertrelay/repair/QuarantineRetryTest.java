package io.alertrelay.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.arms.PresetReader;
import io.alertrelay.cli.Colours;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.kafka.GroupOffsets;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.RelayTopics;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.kafka.TopicSetup;
import io.alertrelay.reading.Ledger;
import io.alertrelay.reading.WaitingDeliveries;
import io.alertrelay.record.Quarantined;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.testing.TestConfig;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two states of an alert in quarantine: the recovery was refused before the firing was routed, and set aside. */
@Timeout(120)
class QuarantineRetryTest {
    private static final Instant FIRED =
            Instant.now().minus(Duration.ofMinutes(5)).truncatedTo(ChronoUnit.MILLIS);
    private static final Instant RESOLVED = FIRED.plusSeconds(60);
    /** More than Kafka takes in one record. */
    private static final int TOO_LARGE = 41 << 20;

    private static final String NONCE = "7k3m9qxr2ztc5vbn";

    private final String prefix = SharedBroker.newPrefix();
    private final TopicNames names = new TopicNames(prefix);
    private final KafkaClients clients = SharedBroker.clients();
    private final Admin admin = clients.admin();
    private Quarantined recovery;
    private Quarantined firing;
    private QuarantineRetry retry;

    @BeforeEach
    void quarantine() throws Exception {
        RelayConfig config = TestConfig.load(
                TestConfig.yaml(
                        "{ brokers: \"" + SharedBroker.bootstrapServers() + "\", prefix: \"" + prefix + "\" }",
                        1,
                        2,
                        3,
                        ""),
                Path.of(""));
        new TopicSetup(admin, 1, 1).ensure(new RelayTopics(names, 1).specs(List.of("payments")));
        send(RESOLVED, Bodies.resolved("a", "warning", "payments"), Map.of());
        send(FIRED, Bodies.firing("a", "warning", "payments"), Map.of("receipt", "w0-0-" + NONCE, "index", "1"));
        recovery = inQuarantine(0);
        firing = inQuarantine(1);
        retry = new QuarantineRetry(
                Ledger.ofRunning(config, clients, new GroupOffsets(admin), WaitingDeliveries.UNKNOWN),
                Clock.systemUTC());
    }

    @AfterEach
    void close() {
        admin.close();
    }

    @Test
    void areStoredInTheOrderInWhichTheyWereReceived() throws Exception {
        assertThat(plan(recovery, firing))
                .allMatch(RetryItem.Readable.class::isInstance)
                .extracting(RetryItem::record)
                .containsExactly(firing, recovery);
    }

    @Test
    void theFiringIsLeftOutIfTheRecoveryWasRetriedBefore() throws Exception {
        retry.retry(plan(recovery), "tester", "");

        assertThat(plan(firing)).singleElement().isInstanceOf(RetryItem.Outdated.class);
    }

    @Test
    void ofARetryThatIsCutOffItIsSaidWhatWasStored() throws Exception {
        List<RetryItem> plan = List.of(
                plan(firing).get(0), new RetryItem.Readable(recovery, new byte[TOO_LARGE], List.of(), List.of()));

        Executed<Map<String, String>> done = retry.retry(plan, "tester", "");

        assertThat(done.done()).containsOnlyKeys(firing.name());
        assertThat(done.cutOff().orElseThrow())
                .startsWith("Kafka at ")
                .endsWith("; 1 of 2 were stored before that, and perhaps one more, which a further retry finds");
        StringWriter out = new StringWriter();
        new RetryText(new Colours(false)).print(plan, done.done(), true, new PrintWriter(out, true));
        assertThat(out.toString())
                .contains(firing.name() + "  stored as w0-", recovery.name() + "  not stored", "1 record is stored");
    }

    @Test
    void theRecoveryIsNotLeftOutIfTheFiringWasRetriedBefore() throws Exception {
        retry.retry(plan(firing), "tester", "");

        assertThat(plan(recovery)).singleElement().isInstanceOf(RetryItem.Readable.class);
    }

    @Test
    void oneThatMakesTheReaderFailKeepsNoOtherInQuarantine() throws Exception {
        send(RESOLVED, "{ \"Alert name\": \"x\", \"Cluster name\": \"c\" }", Map.of());
        Quarantined failing = inQuarantine(2);
        // Fails as by a fault of its own.
        PresetReader faulty = new PresetReader(null);

        List<RetryItem> items = plan(Optional.of(faulty), failing, recovery);

        assertThat(items)
                .extracting(item -> ((RetryItem.Unreadable) item).why())
                .satisfiesExactlyInAnyOrder(
                        cause -> assertThat(cause).isEqualTo("the relay failed to read it: NullPointerException"),
                        cause -> assertThat(cause).contains("expected the field"));
    }

    @Test
    void whatWasRefusedWhileTheClockWasSetBackIsStoredAfterWhatWasRefusedBefore() throws Exception {
        send(RESOLVED.minus(Duration.ofDays(1)), Bodies.firing("a", "warning", "payments"), Map.of());
        Quarantined firedAgain = inQuarantine(2);

        assertThat(plan(firedAgain, recovery, firing))
                .extracting(RetryItem::record)
                .containsExactly(firing, recovery, firedAgain);
    }

    private Quarantined inQuarantine(long offset) {
        try (TopicReader reader = new TopicReader(clients)) {
            return Quarantined.of(reader.at(names.quarantine(), 0, offset).orElseThrow());
        }
    }

    private List<RetryItem> plan(Quarantined... records) throws Exception {
        return plan(Optional.empty(), records);
    }

    private List<RetryItem> plan(Optional<PresetReader> preset, Quarantined... records) throws Exception {
        return retry.plan(List.of(records), preset, false, (topic, read, total) -> {});
    }

    private void send(Instant receivedAt, String body, Map<String, String> more) throws Exception {
        Map<String, String> headers = new HashMap<>(more);
        headers.put("integration", "arms-shared");
        headers.put("source", "aliyun-arms");
        headers.put("received-at", receivedAt.toString());
        headers.put("nonce", NONCE);
        headers.put("cause", "it could not be read");
        ProducerRecord<String, String> record = new ProducerRecord<>(names.quarantine(), 0, "arms-shared", body);
        headers.forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", SharedBroker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(record).get();
        }
    }
}
