package io.alertrelay.status;

import io.alertrelay.config.TroubleKind;
import io.alertrelay.delivery.Settlement;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.observe.RecentCounts;
import io.alertrelay.pipeline.Pipelines;
import io.alertrelay.record.DeadLetter;
import io.alertrelay.record.DeadLetterId;
import io.alertrelay.record.HeaderNames;
import io.alertrelay.record.Quarantined;
import io.alertrelay.record.StoredRecord;
import io.alertrelay.watchdog.Repeated;
import io.alertrelay.watchdog.Stage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the dead letters and quarantined bodies of all relays: at the start from the topics, then by following them.
 * Of the last 24 hours it counts all, resolved or not; of everything that is kept, those that are not resolved.
 */
public final class TroubleCount implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TroubleCount.class);
    private static final Duration EVERY = Duration.ofSeconds(3);
    /** In rounds: old records are deleted at most every few minutes, and nobody waits for that. */
    private static final int STARTS_EVERY = 10;

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration DAY = Duration.ofHours(24);

    private final TopicReader reader;
    private final Followed deadLetters;
    private final Followed quarantined;
    private final Stage stage;
    private final Clock clock;
    private final Repeated looks;

    /** @param stage where it reports progress */
    public TroubleCount(KafkaClients clients, TopicNames names, Clock clock, Stage stage) {
        this.reader = new TopicReader(clients);
        this.deadLetters = new Followed(
                names.deadLetters(),
                HeaderNames.CHANNEL,
                record -> new DeadLetterId(record.place()).toString(),
                record -> !isDiscarded(record));
        this.quarantined = new Followed(
                names.quarantine(),
                HeaderNames.INTEGRATION,
                record -> Quarantined.id(record).toString(),
                record -> true);
        this.stage = stage;
        this.clock = clock;
        this.looks = new Repeated("trouble-count", stage, Duration.ZERO, EVERY, this::look);
    }

    /** Begins to count, and goes on until it is closed. */
    public void start() {
        looks.start();
    }

    /** The dead letters that are not resolved. */
    UnresolvedRecords deadLetters() {
        return deadLetters.unresolved;
    }

    /** The records in quarantine that are not resolved. */
    UnresolvedRecords quarantined() {
        return quarantined.unresolved;
    }

    /**
     * The recent dead letters by channel, or bodies in quarantine by integration; without those that stem from the
     * relay's own alerts, and those that an operator made. Empty until the whole day is read.
     *
     * @param from at most an hour ago
     */
    public Optional<Map<String, Long>> lately(TroubleKind kind, Instant from) {
        Followed one = kind == TroubleKind.DEAD_LETTERED ? deadLetters : quarantined;
        return one.complete ? Optional.of(one.lately.between(from, clock.instant())) : Optional.empty();
    }

    /** As health shows it; without the numbers until the whole day is read. */
    LastDay lastDay() {
        return new LastDay(
                deadLetters
                        .lastDay()
                        .map(letters -> new DeadLetterCounts(sum(letters), deadLetters.unresolved.all(), letters)),
                quarantined
                        .lastDay()
                        .map(bodies -> new QuarantineCounts(sum(bodies), quarantined.unresolved.all(), bodies)));
    }

    private static boolean isDiscarded(StoredRecord record) {
        return DeadLetter.of(record)
                .filter(letter -> letter.text("reason").equals(Settlement.GiveUpReason.DISCARDED.word()))
                .isPresent();
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    record LastDay(Optional<DeadLetterCounts> deadLetters, Optional<QuarantineCounts> quarantined) {}

    /** @param undecided of all that are kept */
    record DeadLetterCounts(long count, long undecided, Map<String, Long> byChannel) {}

    /** @param undecided of all that are kept */
    record QuarantineCounts(long count, long undecided, Map<String, Long> byIntegration) {}

    private void look() {
        look(deadLetters);
        // Each may wait for a leader for long.
        stage.progress();
        look(quarantined);
    }

    private static void look(Followed one) {
        try {
            one.read();
        } catch (KafkaException e) {
            // Health reports that Kafka is away, or what is wrong with the topic.
            LOG.debug("{} not counted, tried again: {}", one.topic, e.toString());
        }
    }

    @Override
    public void close() {
        if (looks.close(PATIENCE)) {
            reader.close();
        }
    }

    /** One topic, and how far it is read; for the reading thread only. */
    private final class Followed {
        private final String topic;
        private final String name;
        private final RecentCounts count = new RecentCounts(DAY, Duration.ofMinutes(10));
        private final RecentCounts lately = new RecentCounts(Duration.ofHours(1), Duration.ofSeconds(10));
        private final UnresolvedRecords unresolved;
        private final Predicate<StoredRecord> isReported;
        private final Map<Integer, Long> next = new HashMap<>();
        private int round;
        /** Whether the whole day is read. */
        private volatile boolean complete;

        /**
         * @param name the header with the channel or integration of a record
         * @param id by which resolutions name a record
         * @param isReported whether a record, no resolution, may be a reason to report
         */
        private Followed(
                String topic, String name, Function<StoredRecord, String> id, Predicate<StoredRecord> isReported) {
            this.topic = topic;
            this.name = name;
            this.unresolved = new UnresolvedRecords(id);
            this.isReported = isReported;
        }

        private void read() {
            Map<Integer, Long> ends = reader.ends(topic);
            if (!next.keySet().equals(ends.keySet()) || ends.entrySet().stream().anyMatch(this::isAnother)) {
                complete = false;
                count.clear();
                lately.clear();
                unresolved.clear();
                next.clear();
                next.putAll(reader.starts(topic));
            }
            boolean moved = !ends.equals(next);
            reader.read(topic, Map.copyOf(next), ends, this::add);
            next.putAll(ends);
            if (moved || round % STARTS_EVERY == 0) {
                unresolved.begins(reader.starts(topic));
            }
            round++;
            lately.until(clock.instant());
            complete = true;
        }

        /** By channel or integration; empty until the whole day is read. */
        private Optional<Map<String, Long>> lastDay() {
            return complete ? Optional.of(count.until(clock.instant())) : Optional.empty();
        }

        /** The topic ends before what was read already: it was deleted and created again. */
        private boolean isAnother(Map.Entry<Integer, Long> end) {
            return end.getValue() < next.getOrDefault(end.getKey(), 0L);
        }

        private boolean add(StoredRecord record) {
            stage.progress();
            next.put(record.partition(), record.offset() + 1);
            String whose = record.header(name).orElse(record.key());
            unresolved.add(record, whose);
            if (!record.isResolution()
                    && record.storedAt().isAfter(clock.instant().minus(DAY))) {
                count.add(whose, 1, record.storedAt());
                // An alert about the relay itself must not lead to another one.
                if (Pipelines.ownAlert(record.key()).isEmpty()
                        && !record.key().equals(Pipelines.OWN)
                        && isReported.test(record)) {
                    lately.add(whose, 1, record.storedAt());
                }
            }
            return true;
        }
    }
}
