package io.alertrelay.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

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
import io.alertrelay.kafka.NotedOffset;
import io.alertrelay.kafka.OffsetTracker;
import io.alertrelay.kafka.Polls;
import io.alertrelay.kafka.TopicWriter;
import io.alertrelay.observe.Events;
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
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeliveryStepsTest {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final TopicPartition PARTITION = new TopicPartition("alert-relay.channel.payments", 0);
    private static final String RECEIPTS = SharedBroker.newPrefix() + "receipts";

    private final CamelContext camel = new DefaultCamelContext();
    private final OffsetTracker offsets = new OffsetTracker(100, 1 << 20);
    private final KafkaClients unreachable = new KafkaClients("no-such-host.invalid:9092", Map.of());
    private final Recorder recorder = new Recorder(settlements -> 0, Stage.unwatched(Job.RECORDER));
    private final Outbox outbox = outbox();
    private final SettledProgress progress = new SettledProgress();
    private final DeliverySteps steps = steps(unreachable);

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
        Throwable failure = catchThrowable(() -> steps.offer(first));
        first.setProperty(Exchange.EXCEPTION_CAUGHT, failure);
        steps.failed(first);

        steps.offer(record(1));
        steps.offer(record(2));

        assertThat(failure).isNotNull();
        assertThat(outbox.status().waiting()).isZero();
        assertThat(Polls.readAgain(offsets)).extractingByKey(PARTITION).returns(0L, NotedOffset::offset);

        Polls.received(offsets, PARTITION, 2);
        steps.offer(record(0));
        steps.offer(record(1));

        assertThat(outbox.status().waiting()).isEqualTo(2);
    }

    @Test
    void aFailureInOnePartitionKeepsNothingOfAnotherBack() throws Exception {
        TopicPartition other = new TopicPartition(PARTITION.topic(), 1);
        Polls.received(offsets, PARTITION, 1);
        Polls.received(offsets, other, 1);
        offsets.failed(other, 0);

        steps.offer(record(0));

        assertThat(outbox.status().waiting()).isEqualTo(1);
    }

    @Test
    void whatWasSettledBeforeIsNotOfferedAgain() throws Exception {
        progress.startAt(0, 2, Optional.of("v1 receipts=0"), 0);
        progress.recover(0, "w0-0-7k3m9qxr2ztc5vbn/0/payments");
        Polls.received(offsets, PARTITION, 2);

        steps.offer(record(0));
        steps.offer(record(1));

        assertThat(outbox.status().waiting()).isEqualTo(1);
        assertThat(offsets.unsettled()).isEqualTo(1);
    }

    @Test
    void theRecoveryOfAFiringThatMayHaveBeenSentBeforeTheRestartIsSent() throws Exception {
        progress.startAt(0, 2, Optional.of("v1 receipts=0"), 0);
        Polls.received(offsets, PARTITION, 4);

        steps.offer(record(0, "arms:a", "firing"));
        steps.offer(record(1, "arms:a", "resolved"));

        assertThat(outbox.status().waiting()).isEqualTo(2);

        steps.offer(record(2, "arms:b", "firing"));
        steps.offer(record(3, "arms:b", "resolved"));

        assertThat(outbox.status().waiting()).isEqualTo(2);
    }

    @Test
    void theRecoveryOfAFiringOfWhichAFirstCopyMayHaveBeenSentIsSent() throws Exception {
        String topic = SharedBroker.newPrefix() + "payments";
        SharedBroker.create(topic, 1);
        SharedBroker.create(RECEIPTS, 1);
        DeliverySteps withBroker = steps(SharedBroker.clients());
        Exchange firing = record(0, "arms:a", "firing");
        firing.getMessage().setHeader(HeaderNames.REDONE, "true");
        Exchange recovery = record(1, "arms:a", "resolved");
        for (Exchange exchange : List.of(firing, recovery)) {
            exchange.getMessage().setHeader(KafkaConstants.TOPIC, topic);
            withBroker.offer(exchange);
        }

        assertThat(outbox.status().waiting()).isEqualTo(2);
    }

    @Test
    void whatIsSettledByAReceiptInATopicThatWasMadeAnewIsNotSentAgain() throws Exception {
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

    private DeliverySteps steps(KafkaClients clients) {
        return new DeliverySteps(
                "payments",
                outbox,
                progress,
                new RepeatedDeliveries(clients, RECEIPTS),
                offsets,
                // No record of these tests goes to quarantine.
                new QuarantineLane(null, offsets, "alert-relay.quarantine"),
                new Events(new SimpleMeterRegistry(), CLOCK));
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
