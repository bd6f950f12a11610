package io.alertrelay.status;

import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.replay.ReplayEntry;
import io.alertrelay.replay.ReplayStore;
import io.alertrelay.replay.ReplayTable;
import io.alertrelay.watchdog.Repeated;
import io.alertrelay.watchdog.Stage;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The replays that are running or ended recently, for health. Read every few seconds, so that no query waits for Kafka.
 */
public final class ReplayWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReplayWatch.class);
    private static final Duration EVERY = Duration.ofSeconds(2);
    /** Long enough for whoever ordered one to see how it ended. */
    private static final Duration LATELY = Duration.ofHours(1);

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Repeated looks;
    private final TopicReader reader;
    private final ReplayStore store;
    private final Clock clock;
    private final ReplayTable table = new ReplayTable();
    private long read;
    private volatile Optional<List<ReplayEntry>> all = Optional.empty();

    /** @param stage where it reports progress */
    public ReplayWatch(KafkaClients clients, TopicNames names, Clock clock, Stage stage) {
        this.looks = new Repeated("replay-watch", stage, Duration.ZERO, EVERY, this::look);
        this.reader = new TopicReader(clients);
        this.store = new ReplayStore(clients, names);
        this.clock = clock;
    }

    /** Begins to look at the replays, and goes on until it is closed. */
    public void start() {
        looks.start();
    }

    /**
     * In the order in which they were ordered; the last known ones if Kafka does not answer. Empty until they were
     * first read, which must not be taken for none.
     */
    Optional<List<ReplayEntry>> lately() {
        return all.map(entries -> entries.stream().filter(this::isLate).toList());
    }

    private boolean isLate(ReplayEntry entry) {
        return !entry.isEnded() || entry.progress().at().plus(LATELY).isAfter(clock.instant());
    }

    private void look() {
        try {
            read = store.read(reader, read, table);
            all = Optional.of(table.all());
        } catch (KafkaException e) {
            // Health reports that Kafka is away.
            LOG.debug("replays not read, tried again: {}", e.toString());
        } catch (RuntimeException e) {
            LOG.warn("replays not read, tried again: {}", e.toString());
        }
    }

    @Override
    public void close() {
        if (looks.close(PATIENCE)) {
            reader.close();
        }
    }
}
