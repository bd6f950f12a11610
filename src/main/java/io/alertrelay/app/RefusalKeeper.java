package io.alertrelay.app;

import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicWriter;
import io.alertrelay.observe.RefusedRequests;
import io.alertrelay.record.EndpointRefusals;
import io.alertrelay.watchdog.Repeated;
import io.alertrelay.watchdog.Stage;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores counts of the requests that the endpoint refused: one record for all of them, soon after a post with a known
 * key, and at most once a minute while no key was known. So a flood of refusals costs some bytes a second, and a relay
 * that is killed loses the counts of a minute. What Kafka does not accept is stored later.
 */
final class RefusalKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RefusalKeeper.class);
    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final Duration OF_STRANGERS = Duration.ofMinutes(1);
    private static final Duration LAST = Duration.ofSeconds(1);

    private final RefusedRequests refused;
    private final TopicWriter writer;
    private final String topic;
    private final String relay;
    private final LongSupplier nanos;
    private final Stage stage;
    private final Repeated rounds;
    private long storedAt;

    /**
     * @param relay its name, the key of the records
     * @param nanos a monotonic clock
     * @param stage where it reports progress
     */
    RefusalKeeper(
            RefusedRequests refused,
            KafkaClients clients,
            TopicNames names,
            String relay,
            LongSupplier nanos,
            Stage stage) {
        this.refused = refused;
        this.writer = new TopicWriter(clients);
        this.topic = names.refusals();
        this.relay = relay;
        this.nanos = nanos;
        this.storedAt = nanos.getAsLong() - OF_STRANGERS.toNanos();
        this.stage = stage;
        this.rounds = new Repeated("refusals", stage, EVERY, EVERY, this::round);
    }

    void start() {
        rounds.start();
    }

    private void round() throws InterruptedException {
        if (refused.hasKnown() || nanos.getAsLong() - storedAt >= OF_STRANGERS.toNanos()) {
            store(Duration.ofSeconds(15));
        }
    }

    private synchronized void store(Duration patience) throws InterruptedException {
        Optional<EndpointRefusals> taken = refused.take();
        if (taken.isEmpty()) {
            return;
        }
        try {
            Future<?> ack = writer.begin(topic, taken.get().draft(relay));
            // It may have waited for the topic's metadata, for nearly as long as the acknowledgement may take.
            stage.progress();
            ack.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            storedAt = nanos.getAsLong();
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            LOG.debug("what was refused is not stored, tried again: {}", e.toString());
            refused.giveBack(taken.get());
        }
    }

    /** Stores the remaining counts. */
    @Override
    public void close() throws InterruptedException {
        rounds.close(LAST);
        store(LAST);
        writer.close();
    }
}
