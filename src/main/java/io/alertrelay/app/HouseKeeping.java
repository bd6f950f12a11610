package io.alertrelay.app;

import io.alertrelay.kafka.GroupOffsets;
import io.alertrelay.kafka.KeptCommits;
import io.alertrelay.kafka.OldRecords;
import io.alertrelay.kafka.RelayTopics;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.watchdog.Repeated;
import io.alertrelay.watchdog.Stage;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes old settled records, every hour, and at once when there is little room on the disk; and keeps what channels'
 * groups have committed from being forgotten.
 */
final class HouseKeeping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HouseKeeping.class);
    /** A clock that is wrong when a machine starts is right after this time. */
    private static final Duration FIRST = Duration.ofMinutes(10);

    private static final Duration EVERY = Duration.ofHours(1);
    /** A round asks Kafka several times for each channel. */
    static final Duration LIMIT = Duration.ofMinutes(5);

    private final Repeated rounds;
    private final OldRecords records;
    private final TopicNames topics;
    private final GroupOffsets channels;
    private final Optional<KeptCommits> commits;
    private final Duration kept;

    /**
     * @param channels knows which channels have topics
     * @param commits empty if Kafka forgets none
     * @param stage where it reports progress
     */
    HouseKeeping(
            OldRecords records,
            TopicNames topics,
            GroupOffsets channels,
            Optional<KeptCommits> commits,
            Duration kept,
            Stage stage) {
        this.rounds = new Repeated("housekeeping", stage, FIRST, EVERY, this::run);
        this.records = records;
        this.topics = topics;
        this.channels = channels;
        this.commits = commits;
        this.kept = kept;
    }

    void start() {
        rounds.start();
    }

    /** Runs it now, on its own thread. */
    void now() {
        rounds.now();
    }

    private void run() throws InterruptedException {
        // Each may have a record a month; how far back they reach decides what can be replayed and audited.
        OldRecords reaching = records.keepingLast();
        attempt(topics.webhooks(), () -> reaching.deleteSettled(topics.webhooks(), topics.routingGroup(), kept));
        attempt(topics.quarantine(), () -> reaching.delete(topics.quarantine(), RelayTopics.LEDGER_KEPT));
        attempt(topics.receipts(), () -> reaching.delete(topics.receipts(), RelayTopics.LEDGER_KEPT));
        attempt(topics.replayed(), () -> records.deleteSettled(topics.replayed(), topics.routingGroup(), kept));
        for (String topic : List.of(topics.deadLetters(), topics.refusals())) {
            attempt(topic, () -> records.delete(topic, RelayTopics.LEDGER_KEPT));
        }
        attempt("channels", () -> {
            // A channel's group has the name of its topic. Removed channels are included: their settled records can be
            // deleted, too.
            Collection<String> all = channels.topics(topics.channels());
            if (commits.isPresent()) {
                keep(commits.get(), all);
            }
            for (String topic : all) {
                attempt(topic, () -> records.deleteSettled(topic, topic, kept));
            }
        });
    }

    private static void keep(KeptCommits commits, Collection<String> channels) throws InterruptedException {
        try {
            commits.restore(channels);
            commits.keep(channels);
        } catch (ExecutionException | RuntimeException e) {
            LOG.warn("what the groups of channels have committed is not noted, tried again later: {}", e.getMessage());
        }
    }

    private static void attempt(String what, Deletion deletion) throws InterruptedException {
        try {
            deletion.run();
        } catch (ExecutionException | RuntimeException e) {
            LOG.warn("old records of {} not deleted, tried again later: {}", what, e.getMessage());
        }
    }

    @FunctionalInterface
    private interface Deletion {
        void run() throws ExecutionException, InterruptedException;
    }

    @Override
    public void close() {
        rounds.close();
    }
}
