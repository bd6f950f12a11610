package io.alertrelay.app;

import io.alertrelay.kafka.GroupOffsets;
import io.alertrelay.kafka.SettledRecords;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.watchdog.Repeated;
import io.alertrelay.watchdog.Stage;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes, every hour, what is old and settled. */
final class HouseKeeping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HouseKeeping.class);
    private static final Duration FIRST = Duration.ofMinutes(1);
    private static final Duration EVERY = Duration.ofHours(1);
    /** A round asks Kafka several times for each channel. */
    static final Duration LIMIT = Duration.ofMinutes(5);

    private final Repeated rounds;
    private final SettledRecords records;
    private final TopicNames topics;
    private final GroupOffsets channels;
    private final Duration kept;

    /**
     * @param channels tells which channels have topics
     * @param stage where it reports that it gets on
     */
    HouseKeeping(SettledRecords records, TopicNames topics, GroupOffsets channels, Duration kept, Stage stage) {
        this.rounds = new Repeated("housekeeping", stage, FIRST, EVERY, this::run);
        this.records = records;
        this.topics = topics;
        this.channels = channels;
        this.kept = kept;
    }

    void start() {
        rounds.start();
    }

    private void run() {
        delete(topics.webhooks(), topics.routingGroup());
        delete(topics.replayed(), topics.routingGroup());
        try {
            // A channel's group has the name of its topic. Those of removed channels, too: what is settled is settled.
            channels.topics(topics.channels()).forEach(topic -> delete(topic, topic));
        } catch (ExecutionException | RuntimeException e) {
            LOG.warn("settled records of channels not deleted, tried again later: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void delete(String topic, String group) {
        try {
            records.delete(topic, group, kept);
        } catch (ExecutionException | RuntimeException e) {
            LOG.warn("settled records of {} not deleted, tried again later: {}", topic, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        rounds.close();
    }
}
