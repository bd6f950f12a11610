package io.alertrelay.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.OffsetTracker;
import io.alertrelay.kafka.PartitionListener;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.watchdog.Job;
import io.alertrelay.watchdog.Watchdog;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * How Camel's Kafka consumer behaves with the relay's settings, on a real broker: nothing is skipped, nothing early.
 */
class SettlingConsumerTest {
    private static final int PARTITIONS = 4;

    private final KafkaClients clients = SharedBroker.clients();
    private final Admin admin = clients.admin();
    private final String topic = SharedBroker.newPrefix() + "t";
    private final String group = topic + "-group";
    private OffsetTracker tracker = new OffsetTracker(50, 1 << 20);
    private final List<String> handled = new CopyOnWriteArrayList<>();
    private final Watchdog watchdog = new Watchdog(System::nanoTime);
    private BiConsumer<String, Object> headers = (name, value) -> {};
    private CamelContext camel;

    @BeforeEach
    void createTopic() throws Exception {
        SharedBroker.create(topic, PARTITIONS);
    }

    @AfterEach
    void stop() {
        stopCamel();
        admin.close();
    }

    @Test
    void aNewGroupStartsWithWhatIsAlreadyThere() throws Exception {
        produce(10);

        consume(exchange -> settle(exchange));

        await().until(() -> handled.size() == 10);
    }

    @Test
    void recordsHandledOnOtherThreadsInAnyOrderAreAllHandledAndCommitted() throws Exception {
        produce(1_000);
        ExecutorService workers = Executors.newFixedThreadPool(8);
        try {
            consume(exchange -> {
                RecordPosition position = RecordPosition.of(exchange.getMessage());
                String value = value(exchange);
                workers.submit(() -> {
                    if (ThreadLocalRandom.current().nextInt(10) == 0) {
                        Thread.yield();
                    }
                    handled.add(value);
                    tracker.settled(position.partition(), position.offset());
                });
            });

            await().until(() -> Set.copyOf(handled).size() == 1_000);
            await().until(() -> committedInAll() == 1_000);
        } finally {
            workers.shutdownNow();
        }
        assertThat(handled).hasSize(1_000);
    }

    @Test
    void aRecordThatFailsIsReadAgainAndItsOffsetIsNotPassedMeanwhile() throws Exception {
        produce(20);
        AtomicInteger failures = new AtomicInteger();
        consume(exchange -> {
            RecordPosition position = RecordPosition.of(exchange.getMessage());
            if (value(exchange).equals("7") && failures.getAndIncrement() < 2) {
                tracker.failed(position.partition(), position.offset());
            } else {
                settle(exchange);
            }
        });

        await().until(() -> Set.copyOf(handled).size() == 20);
        await().until(() -> committedInAll() == 20);
        assertThat(failures.get()).isEqualTo(3);
    }

    @Test
    void anExceptionInTheRouteSkipsNothing() throws Exception {
        produce(20);
        Set<String> thrown = ConcurrentHashMap.newKeySet();
        consume(exchange -> {
            if (value(exchange).equals("3") && thrown.add("3")) {
                throw new IllegalStateException("the route failed");
            }
            settle(exchange);
        });
        await().until(() -> Set.copyOf(handled).size() == 19);

        // Camel has logged it and gone on; the record is unsettled, so its offset holds, and a restart reads it again.
        assertThat(committedInAll()).isLessThan(20);
        stopCamel();
        tracker = new OffsetTracker(50, 1 << 20);
        consume(this::settle);

        await().until(() -> Set.copyOf(handled).size() == 20);
    }

    @Test
    void anErrorInCamelsOwnCodeEndsNoRouteAndSkipsNothing() throws Exception {
        produce(20);
        AtomicInteger errors = new AtomicInteger();
        AtomicInteger records = new AtomicInteger();
        headers = (name, value) -> {
            if (records.incrementAndGet() % 8 == 0 && errors.incrementAndGet() <= 2) {
                throw new OutOfMemoryError("unable to create native thread");
            }
        };

        consume(this::settle);

        await().atMost(java.time.Duration.ofMinutes(1))
                .until(() -> Set.copyOf(handled).size() == 20);
        await().until(() -> committedInAll() == 20);
        assertThat(errors).hasValueGreaterThanOrEqualTo(2);
        assertThat(watchdog.restarts(Job.DELIVERY_POLL)).isEqualTo(2);
    }

    @Test
    void aStopCommitsWhatIsSettledAndNothingElse() throws Exception {
        produce(40);
        consume(exchange -> {
            if (Integer.parseInt(value(exchange)) < 20) {
                settle(exchange);
            }
        });
        await().until(() -> handled.size() == 20 && tracker.unsettled() == 20);
        stopCamel();

        tracker = new OffsetTracker(50, 1 << 20);
        List<String> first = new ArrayList<>(handled);
        handled.clear();
        consume(this::settle);

        await().until(() -> handled.containsAll(numbers(20, 40)));
        assertThat(Collections.disjoint(first, numbers(20, 40))).isTrue();
    }

    @Test
    void holdsNoMoreThanItsWindowWhileNothingIsSettled() throws Exception {
        tracker = new OffsetTracker(5, 1 << 20);
        produce(2_000);
        List<String> seen = new CopyOnWriteArrayList<>();
        consume(exchange -> seen.add(value(exchange)));

        await().until(() -> !seen.isEmpty());
        await().during(java.time.Duration.ofSeconds(1)).until(() -> tracker.unsettled() <= PARTITIONS * (5 + 500));
        assertThat(committedInAll()).isZero();
    }

    @Test
    void headersCountForTheWindowAsTheyTakeMemoryToo() throws Exception {
        tracker = new OffsetTracker(1_000, 1 << 20);
        produce(400, "x".repeat(100_000));
        List<String> seen = new CopyOnWriteArrayList<>();
        consume(exchange -> seen.add(value(exchange)));

        await().until(() -> !seen.isEmpty());
        await().during(java.time.Duration.ofSeconds(2))
                .atMost(java.time.Duration.ofSeconds(10))
                .until(() -> tracker.unsettled() <= PARTITIONS * (10 + 11));
    }

    @Test
    void aPartitionThatFailsWhileAnotherOneIsWithdrawnIsWithdrawnItselfBeforeItIsReadAgain() throws Exception {
        TopicPartition first = new TopicPartition(topic, 0);
        TopicPartition second = new TopicPartition(topic, 1);
        Set<TopicPartition> before = ConcurrentHashMap.newKeySet();
        Set<TopicPartition> withdrawn = ConcurrentHashMap.newKeySet();
        List<TopicPartition> unasked = new CopyOnWriteArrayList<>();
        AtomicInteger rewinds = new AtomicInteger();
        PartitionListener watched = new PartitionListener() {
            @Override
            public Runnable prepare(TopicPartition partition, long offset, Optional<String> note) {
                if (!before.add(partition) && !withdrawn.remove(partition)) {
                    unasked.add(partition);
                }
                return () -> {};
            }

            @Override
            public void withdrawn(Collection<TopicPartition> partitions) {
                withdrawn.addAll(partitions);
                if (rewinds.getAndIncrement() == 0) {
                    tracker.failed(second, 0);
                }
            }
        };
        produce(PARTITIONS);
        Set<String> seen = ConcurrentHashMap.newKeySet();
        consume(watched, exchange -> {
            if (!seen.add(value(exchange)) || !Set.of("0", "1").contains(value(exchange))) {
                settle(exchange);
            } else if (seen.containsAll(Set.of("0", "1"))) {
                tracker.failed(first, 0);
            }
        });

        await().until(() -> Set.copyOf(handled).size() == PARTITIONS);

        assertThat(unasked).isEmpty();
    }

    @Test
    void aMemberHoldsItsLeaseForAsLongAsTheCoordinatorAnswersItsHeartbeats() throws Exception {
        consume(this::settle);

        await().until(() -> tracker.lease().isHeld());
        await().during(java.time.Duration.ofSeconds(8))
                .atMost(java.time.Duration.ofMinutes(1))
                .until(() -> tracker.lease().isHeld());
    }

    private void consume(org.apache.camel.Processor processor) throws Exception {
        consume(PartitionListener.draining(tracker, java.time.Duration.ofMillis(200)), processor);
    }

    private void consume(PartitionListener listener, org.apache.camel.Processor processor) throws Exception {
        camel = new DefaultCamelContext();
        KafkaComponent kafka = CamelComponents.kafka(clients, Optional.empty());
        kafka.getConfiguration().setHeaderFilterStrategy(new WatchedHeaders(headers));
        camel.addComponent("kafka", kafka);
        camel.getRegistry()
                .bind(
                        "clients",
                        clients.settling(tracker, listener, Clock.systemUTC(), watchdog.stage(Job.DELIVERY_POLL)));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("kafka:" + topic + "?groupId=" + group + "&kafkaClientFactory=#clients")
                        .process(processor);
            }
        });
        camel.start();
    }

    private void stopCamel() {
        if (camel != null) {
            camel.stop();
        }
    }

    private void settle(Exchange exchange) {
        RecordPosition position = RecordPosition.of(exchange.getMessage());
        handled.add(value(exchange));
        tracker.settled(position.partition(), position.offset());
    }

    private static String value(Exchange exchange) {
        return new String(exchange.getMessage().getBody(byte[].class), StandardCharsets.UTF_8);
    }

    private static List<String> numbers(int from, int to) {
        List<String> numbers = new ArrayList<>();
        for (int i = from; i < to; i++) {
            numbers.add(String.valueOf(i));
        }
        return numbers;
    }

    private long committedInAll() throws Exception {
        Map<TopicPartition, OffsetAndMetadata> offsets = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
        return offsets.values().stream().mapToLong(OffsetAndMetadata::offset).sum();
    }

    private void produce(int count) {
        produce(count, "arms");
    }

    private void produce(int count, String integration) {
        Properties p = new Properties();
        p.put("bootstrap.servers", SharedBroker.bootstrapServers());
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(p, new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < count; i++) {
                producer.send(new ProducerRecord<String, String>(
                        topic,
                        i % PARTITIONS,
                        (String) null,
                        String.valueOf(i),
                        List.of(new RecordHeader("integration", integration.getBytes(StandardCharsets.UTF_8)))));
            }
        }
    }

    /** Lets somebody in where Camel's own code reads a record, before any route has it. */
    private record WatchedHeaders(BiConsumer<String, Object> watcher) implements HeaderFilterStrategy {
        @Override
        public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
            return new RelayHeaderFilterStrategy().applyFilterToCamelHeaders(name, value, exchange);
        }

        @Override
        public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
            watcher.accept(name, value);
            return new RelayHeaderFilterStrategy().applyFilterToExternalHeaders(name, value, exchange);
        }
    }
}
