package io.alertrelay.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.alertrelay.record.NewRecord;
import io.alertrelay.record.StoredRecord;
import io.alertrelay.testing.SharedBroker;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** A relay's part in raising the partitions of webhooks, with a Kafka that does not store what it says. */
@Timeout(120)
class PartitionMoveTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final TopicNames names = new TopicNames(SharedBroker.newPrefix());
    private final WebhookPartitions partitions = new WebhookPartitions(2);
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final CountDownLatch notStored = new CountDownLatch(1);
    private final Logger relay = (Logger) LoggerFactory.getLogger("relay");
    private final AppenderBase<ILoggingEvent> lines = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent line) {
            if (line.getFormattedMessage().equals("webhooks/gave-up not written")) {
                notStored.countDown();
            }
        }
    };

    @AfterEach
    void stop() {
        thread.shutdownNow();
        relay.detachAppender(lines);
        relay.setLevel(null);
    }

    @Test
    void whatWasHeldBackIsStoredAlsoIfThatItGaveUpCouldNotBeStoredAtOnce() throws Exception {
        SharedBroker.create(names.relays(), 1);
        SharedBroker.configure(names.relays(), "max.message.bytes", "1");
        lines.start();
        relay.addAppender(lines);
        relay.setLevel(Level.DEBUG);
        NewRecord order =
                partitions.order("the-raise", 4, Set.of("relay-a"), "tester").draft();
        partitions.read(new StoredRecord(
                0, 0, Instant.EPOCH, order.key(), Map.of(), order.value().orElseThrow()));
        // Its ack does not come in time.
        partitions.enter(() -> {});
        CountDownLatch stored = new CountDownLatch(1);

        try (TopicReader reader = new TopicReader(SharedBroker.clients())) {
            AtomicLong next = new AtomicLong();
            Future<?> move = thread.submit(() -> {
                new PartitionMove(SharedBroker.clients(), names, partitions)
                        .takePart(partitions.underWay().orElseThrow(), "relay-a", () -> {
                            Map<Integer, Long> ends = reader.ends(names.relays());
                            reader.read(names.relays(), Map.of(0, next.get()), ends, record -> {
                                partitions.read(record);
                                return true;
                            });
                            next.set(ends.get(0));
                        });
                return null;
            });
            assertThat(notStored.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
            partitions.enter(stored::countDown);
            assertThat(stored.getCount()).as("held back").isEqualTo(1);
            SharedBroker.configure(names.relays(), "max.message.bytes", "1000000");

            await().atMost(SOON).until(() -> stored.getCount() == 0);
            move.get(SOON.toSeconds(), TimeUnit.SECONDS);
        }
        assertThat(partitions.isGivenUp("the-raise")).isTrue();
        assertThat(partitions.count()).isEqualTo(2);
    }
}
