package io.alertrelay.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.delivery.Backoff;
import io.alertrelay.delivery.Collapse;
import io.alertrelay.delivery.Outbox;
import io.alertrelay.delivery.OutboxListener;
import io.alertrelay.delivery.OutboxSettings;
import io.alertrelay.delivery.Pace;
import io.alertrelay.delivery.Recorder;
import io.alertrelay.delivery.RetryPolicy;
import io.alertrelay.delivery.SettledProgress;
import io.alertrelay.delivery.Unrecorded;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.Lanes;
import io.alertrelay.kafka.Load;
import io.alertrelay.kafka.NotedOffset;
import io.alertrelay.kafka.OffsetTracker;
import io.alertrelay.kafka.Polls;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.kafka.TopicWriter;
import io.alertrelay.observe.Telemetry;
import io.alertrelay.record.Delivery;
import io.alertrelay.record.EndedDelivery;
import io.alertrelay.record.HeaderNames;
import io.alertrelay.record.NewRecord;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.watchdog.Job;
import io.alertrelay.watchdog.Stage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.Random;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.PluginHelper;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A channel's route {@code delivery}, from a record of its topic to what becomes of it. */
class DeliveryRouteTest {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final TopicPartition PARTITION = new TopicPartition("alert-relay.channel.payments", 0);
    private static final String QUARANTINE = SharedBroker.newPrefix() + "quarantine";
    private static final Lanes.Settings LANES = new Lanes.Settings(
            "alert-relay.channel.",
            new RecordHeader(HeaderNames.REDONE, "true".getBytes(StandardCharsets.UTF_8)),
            new Load(1_000, 1 << 20),
            Duration.ofHours(1),
            new Load(1_000, 1 << 20));
    private static final String RECEIPTS = SharedBroker.newPrefix() + "receipts";

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final RelayComponent outboxes = new RelayComponent();
    private final OffsetTracker offsets = new OffsetTracker(100, 1 << 20);
    private final KafkaClients unreachable = new KafkaClients("no-such-host.invalid:9092", Map.of());
    private final Recorder recorder = new Recorder(settlements -> 0, Stage.unwatched(Job.RECORDER));
    private final Outbox outbox = outbox();
    private final SettledProgress progress = new SettledProgress();
    private DeliverySteps steps = steps(unreachable);

    @AfterEach
    void close() throws Exception {
        outbox.close();
        recorder.close();
        camel.close();
    }

    @Test
    void nothingBehindARecordThatCouldNotBeOfferedIsOfferedBeforeThatIsReadAgain() throws Exception {
        Polls.received(offsets, PARTITION, 3);
        Exchange first = record(0);
        // Whether it is a second copy can't be looked up: there is no broker.
        first.getMessage().setHeader(HeaderNames.REDONE, "true");
        deliver(first);
        assertThat(failures()).isEqualTo(1);

        deliver(record(1));
        deliver(record(2));

        assertThat(outbox.status().waiting()).isZero();
        assertThat(Polls.readAgain(offsets)).extractingByKey(PARTITION).returns(0L, NotedOffset::offset);

        Polls.received(offsets, PARTITION, 2);
        deliver(record(0));
        deliver(record(1));

        assertThat(outbox.status().waiting()).isEqualTo(2);
    }

    @Test
    void theRouteHasABranchForEachThingThatARecordIsFoundToBe() throws Exception {
        String route = new String(
                DeliverySteps.class
                        .getResourceAsStream("/routes/delivery.camel.yaml")
                        .readAllBytes(),
                StandardCharsets.UTF_8);

        // What has none would be offered as something new.
        assertThat(DeliverySteps.predicates()).hasSize(DeliverySteps.Found.values().length - 1);
        assertThat(DeliverySteps.predicates().keySet())
                .allSatisfy(found -> assertThat(route).containsOnlyOnce("expression: " + found + " }"));
    }

    @Test
    void aFailureInOnePartitionKeepsNothingOfAnotherBack() throws Exception {
        TopicPartition other = new TopicPartition(PARTITION.topic(), 1);
        Polls.received(offsets, PARTITION, 1);
        Polls.received(offsets, other, 1);
        offsets.failed(other, 0);

        deliver(record(0));

        assertThat(outbox.status().waiting()).isEqualTo(1);
    }

    @Test
    void whatWasSettledBeforeIsNotOfferedAgain() throws Exception {
        progress.startAt(0, 2, Optional.of("v1 receipts=0"), 0);
        progress.recover(0, "w0-0-7k3m9qxr2ztc5vbn/0/payments");
        Polls.received(offsets, PARTITION, 2);

        deliver(record(0));
        deliver(record(1));

        assertThat(outbox.status().waiting()).isEqualTo(1);
        assertThat(offsets.unsettled()).isEqualTo(1);
    }

    @Test
    void whatIsOvertakenIsRecordedAndNotSent() throws Exception {
        Polls.received(offsets, PARTITION, 1);
        Exchange replayed = record(0);
        replayed.getMessage().setHeader(HeaderNames.OVERTAKEN, "w0-9-7k3m9qxr2ztc5vbn/0/payments");

        deliver(replayed);

        assertThat(outbox.status().waiting()).isZero();
        assertThat(outbox.status().recording()).isEqualTo(1);
    }

    @Test
    void whatIsNoDeliveryGoesToQuarantineAndIsInNobodysWay() throws Exception {
        SharedBroker.create(QUARANTINE, 1);
        try (Lanes lanes = SharedBroker.clients().lanes(LANES)) {
            lanes.start();
            steps = steps(unreachable, lanes);
            Polls.received(offsets, PARTITION, 2);
            Exchange stray = record(0);
            stray.getMessage().removeHeader(HeaderNames.RECEIPT);

            deliver(stray);
            deliver(record(1));

            await().until(() -> offsets.unsettled() == 1);
            assertThat(outbox.status().waiting()).isEqualTo(1);
        }
        try (TopicReader reader = new TopicReader(SharedBroker.clients())) {
            assertThat(reader.ends(QUARANTINE)).containsEntry(0, 1L);
        }
    }

    @Test
    void theRecoveryOfAFiringThatMayHaveBeenSentBeforeTheRestartIsSent() throws Exception {
        progress.startAt(0, 2, Optional.of("v1 receipts=0"), 0);
        Polls.received(offsets, PARTITION, 4);

        deliver(record(0, "arms:a", "firing"));
        deliver(record(1, "arms:a", "resolved"));

        assertThat(outbox.status().waiting()).isEqualTo(2);

        deliver(record(2, "arms:b", "firing"));
        deliver(record(3, "arms:b", "resolved"));

        assertThat(outbox.status().waiting()).isEqualTo(2);
    }

    @Test
    void theRecoveryOfAFiringOfWhichAFirstCopyMayHaveBeenSentIsSent() throws Exception {
        String topic = SharedBroker.newPrefix() + "payments";
        SharedBroker.create(topic, 1);
        SharedBroker.create(RECEIPTS, 1);
        steps = steps(SharedBroker.clients());
        Exchange firing = record(0, "arms:a", "firing");
        firing.getMessage().setHeader(HeaderNames.REDONE, "true");
        Exchange recovery = record(1, "arms:a", "resolved");
        for (Exchange exchange : List.of(firing, recovery)) {
            exchange.getMessage().setHeader(KafkaConstants.TOPIC, topic);
            deliver(exchange);
        }

        assertThat(outbox.status().waiting()).isEqualTo(2);
    }

    @Test
    void whatIsSettledByAReceiptInATopicThatWasRecreatedIsNotSentAgain() throws Exception {
        KafkaClients clients = SharedBroker.clients();
        String receipts = SharedBroker.newPrefix() + "receipts";
        SharedBroker.create(receipts, 1);
        TopicPartition waiting = new TopicPartition(SharedBroker.newPrefix() + "payments", 0);
        SharedBroker.create(waiting.topic(), 1);
        Message message = record(3).getMessage();
        Delivery settled = Delivery.of(RecordPosition.of(message).record(message), "payments");
        try (TopicWriter writer = new TopicWriter(clients)) {
            NewRecord receipt = EndedDelivery.headers(settled, settled.id());
            writer.write(receipts, receipt);
            // What is in it does not matter, only how much.
            for (int offset = 0; offset <= 3; offset++) {
                writer.write(waiting.topic(), receipt);
            }
        }

        new ChannelPartitions(
                        "payments",
                        outbox,
                        progress,
                        new RepeatedDeliveries(clients, receipts),
                        clients,
                        receipts,
                        true)
                .prepare(waiting, 0, Optional.of("v1 receipts=40000"));

        assertThat(progress.settledBefore(3, settled.id())).isTrue();
    }

    @Test
    void receiptsOfLongBeforeWhatWaitsWasStoredAreNotRead() throws Exception {
        long now = System.currentTimeMillis();
        long before = now - Duration.ofDays(20).toMillis();

        prepare(topics -> {
            for (int i = 0; i < 10_000; i++) {
                topics.receipt(before, i == 0 ? 50 : 1_000 + i);
            }
            topics.receipt(now, 60);
            for (int i = 0; i < 100; i++) {
                topics.waits(now);
            }
        });

        assertThat(progress.settledBefore(60, id(60))).isTrue();
        assertThat(progress.settledBefore(50, id(50))).isFalse();
    }

    @Test
    void receiptsOfWhatWaitsAreReadThoughTheClockWasSetBackAfterTheFirstOfItWasStored() throws Exception {
        long now = System.currentTimeMillis();
        long ahead = now + Duration.ofHours(8).toMillis();

        prepare(topics -> {
            for (int i = 0; i < 10_000; i++) {
                topics.receipt(now, i == 0 ? 60 : 1_000 + i);
            }
            topics.receipt(ahead, 20_000);
            for (int i = 0; i < 100; i++) {
                topics.waits(i == 0 ? ahead : now);
            }
        });

        assertThat(progress.settledBefore(60, id(60))).isTrue();
    }

    /** Takes over a channel's partition with what was stored before. */
    private void prepare(Consumer<Stored> before) throws Exception {
        KafkaClients clients = SharedBroker.clients();
        String prefix = SharedBroker.newPrefix();
        TopicPartition waiting = new TopicPartition(prefix + "payments", 0);
        String receipts = prefix + "receipts";
        SharedBroker.create(waiting.topic(), 1);
        SharedBroker.create(receipts, 1);
        for (String topic : List.of(waiting.topic(), receipts)) {
            SharedBroker.configure(topic, "message.timestamp.after.max.ms", String.valueOf(Long.MAX_VALUE));
        }
        Properties p = new Properties();
        p.put("bootstrap.servers", SharedBroker.bootstrapServers());
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(p, new StringSerializer(), new StringSerializer())) {
            before.accept(new Stored(producer, waiting.topic(), receipts));
        }
        new ChannelPartitions(
                        "payments",
                        outbox,
                        progress,
                        new RepeatedDeliveries(clients, receipts),
                        clients,
                        receipts,
                        true)
                .prepare(waiting, 0, Optional.of("v1 receipts=0"));
    }

    private static String id(int offset) {
        return "w0-" + offset + "-7k3m9qxr2ztc5vbn/0/payments";
    }

    /** Stores events and receipts of any time. */
    private record Stored(KafkaProducer<String, String> producer, String waiting, String receipts) {
        void waits(long storedAt) {
            producer.send(new ProducerRecord<>(waiting, 0, storedAt, "key", "event"));
        }

        void receipt(long storedAt, int offset) {
            ProducerRecord<String, String> receipt = new ProducerRecord<>(receipts, 0, storedAt, id(offset), "{}");
            receipt.headers().add(HeaderNames.POSITION, ("0:" + offset).getBytes(StandardCharsets.UTF_8));
            producer.send(receipt);
        }
    }

    /** How many records could be neither offered nor kept in quarantine. */
    private double failures() {
        return metrics.get("alert_relay_record_failures").counter().count();
    }

    /** Sends it through the channel's route; of a test, all with the same steps. */
    private void deliver(Exchange exchange) throws Exception {
        if (!camel.isStarted()) {
            start();
        }
        try (ProducerTemplate template = camel.createProducerTemplate()) {
            template.send("direct:delivery", exchange);
        }
        assertThat(exchange.getException()).isNull();
    }

    private void start() throws Exception {
        outboxes.to("payments", steps::offer);
        camel.addComponent("outbox", outboxes);
        camel.getRegistry().bind("delivery-payments", steps);
        DeliverySteps.predicates().forEach(camel.getRegistry()::bind);
        PluginHelper.getRoutesLoader(camel)
                .loadRoutes(
                        PluginHelper.getResourceLoader(camel).resolveResource("classpath:routes/delivery.camel.yaml"));
        TemplatedRouteBuilder.builder(camel, "delivery")
                .routeId("delivery-payments")
                .parameter("slug", "payments")
                .parameter("topic", PARTITION.topic())
                .parameter("group", "of no relay")
                .add();
        AdviceWith.adviceWith(camel, "delivery-payments", advice -> advice.replaceFromWith("direct:delivery"));
        camel.start();
    }

    private DeliverySteps steps(KafkaClients clients) {
        return steps(clients, null);
    }

    /** @param lanes to quarantine; null for tests of which no record goes there */
    private DeliverySteps steps(KafkaClients clients, @Nullable Lanes lanes) {
        return new DeliverySteps(
                "payments",
                outbox,
                progress,
                new RepeatedDeliveries(clients, RECEIPTS),
                offsets,
                new QuarantineLane(lanes, offsets, QUARANTINE),
                new Telemetry(metrics, CLOCK));
    }

    private Exchange record(long offset) {
        return record(offset, "arms:k" + offset, "firing");
    }

    private Exchange record(long offset, String alertKey, String status) {
        Exchange exchange = new DefaultExchange(camel);
        Message message = exchange.getMessage();
        message.setHeader(KafkaConstants.TOPIC, PARTITION.topic());
        message.setHeader(KafkaConstants.PARTITION, PARTITION.partition());
        message.setHeader(KafkaConstants.OFFSET, offset);
        message.setHeader(KafkaConstants.KEY, alertKey);
        message.setHeader(HeaderNames.RECEIPT, "w0-" + offset + "-7k3m9qxr2ztc5vbn");
        message.setHeader(HeaderNames.INDEX, "0");
        message.setHeader(HeaderNames.INTEGRATION, "arms");
        message.setHeader(HeaderNames.STATUS, status);
        message.setHeader(HeaderNames.SEVERITY, "Critical");
        message.setHeader(HeaderNames.OPENS, String.valueOf(status.equals("firing")));
        message.setHeader(HeaderNames.RULES, "0123456789ab");
        message.setHeader(HeaderNames.WHY, "case 1");
        message.setHeader(HeaderNames.RECEIVED_AT, Instant.now().toString());
        message.setBody("event".getBytes(StandardCharsets.UTF_8));
        return exchange;
    }

    private Outbox outbox() {
        Backoff quick = new Backoff(Duration.ofMillis(1), Duration.ofMillis(5), new Random(1));
        Pace pace = new Pace(100_000, Duration.ofSeconds(1));
        return new Outbox(
                "payments",
                new OutboxSettings(
                        new RetryPolicy(quick, quick, quick, quick, Duration.ofHours(1), OptionalInt.empty()),
                        Collapse.RESOLVED_PAIRS,
                        pace,
                        1),
                (delivery, then) -> {
                    throw new IllegalStateException("it was never started");
                },
                recorder,
                new OutboxListener() {},
                CLOCK,
                CLOCK,
                Runnable::run,
                pace,
                Stage.unwatched(Job.DISPATCHER),
                () -> false,
                Unrecorded.none());
    }
}
