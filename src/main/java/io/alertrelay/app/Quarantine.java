package io.alertrelay.app;

import io.alertrelay.intake.ReceiptId;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.StoredRecord;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.ledger.QuarantineFilter;
import io.alertrelay.ledger.Quarantined;
import io.alertrelay.ledger.QuarantinedJson;
import io.alertrelay.ledger.Resolution;
import io.alertrelay.records.QuarantineReading;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What is in quarantine, and what is decided about it: for the commands. */
public final class Quarantine {
    /** From when a webhook was received to the time of its record, and by how much clocks differ. */
    private static final Duration SLACK = Duration.ofMinutes(10);

    private final Ledger ledger;
    private final KafkaClients clients;
    private final String topic;

    Quarantine(Ledger ledger, KafkaClients clients, TopicNames names) {
        this.ledger = ledger;
        this.clients = clients;
        this.topic = names.quarantine();
    }

    /**
     * Those that are meant, in the order of the topic.
     *
     * @throws StartException if Kafka does not answer, or has no topics of such a relay
     */
    public List<Quarantined> list(QuarantineFilter filter, AuditProgress progress)
            throws StartException, InterruptedException {
        QuarantineFilter before = filter.withDecided();
        Set<String> seen = new HashSet<>();
        return read(since(filter), one -> isFirst(one, seen) && before.matches(one), progress).stream()
                .filter(filter::matches)
                .toList();
    }

    /**
     * Those with these ids, decided or not.
     *
     * @throws StartException if Kafka does not answer, or has no topics of such a relay
     */
    List<Quarantined> named(Set<String> ids) throws StartException, InterruptedException {
        return read(Optional.empty(), one -> ids.contains(one.id().toString()), (topicName, read, total) -> {});
    }

    /**
     * The newest of those that are meant.
     *
     * @throws StartException if Kafka does not answer, or has no topics of such a relay
     */
    NewestRecords newest(QuarantineFilter filter) throws StartException, InterruptedException {
        QuarantineFilter before = filter.withDecided();
        NewestRecords newest = new NewestRecords(filter.decidedToo());
        return ledger.asking(offsets -> Resolutions.newest(clients, topic, since(filter), newest, record -> {
            Quarantined one = QuarantineReading.quarantined(record);
            if (before.matches(one)) {
                newest.add(QuarantinedJson.of(one), copied(one).orElse(one.id().toString()), one.receivedAt());
            }
        }));
    }

    private static Optional<Instant> since(QuarantineFilter filter) {
        return filter.time().from().map(time -> time.minus(SLACK));
    }

    private List<Quarantined> read(Optional<Instant> since, Predicate<Quarantined> wanted, AuditProgress progress)
            throws StartException, InterruptedException {
        return ledger.asking(offsets -> {
            try (TopicReader reader = new TopicReader(clients)) {
                return Resolutions.decided(
                        reader,
                        topic,
                        since,
                        progress,
                        record -> Optional.of(QuarantineReading.quarantined(record))
                                .filter(wanted),
                        one -> one.id().toString(),
                        Quarantined::with);
            }
        });
    }

    /**
     * The body of a record; empty if it was deleted for its age.
     *
     * @throws StartException if Kafka does not answer
     */
    public Optional<byte[]> body(Quarantined record) throws StartException, InterruptedException {
        return ledger.asking(offsets -> {
            try (TopicReader reader = new TopicReader(clients)) {
                return body(reader, topic, record.id());
            }
        });
    }

    static Optional<byte[]> body(TopicReader reader, String topic, ReceiptId id) {
        return reader.at(topic, id.partition(), id.offset()).map(StoredRecord::value);
    }

    /**
     * Writes decisions down, each about one of the records.
     *
     * @throws StartException if Kafka does not answer; those before may be written
     */
    public void decide(Map<Quarantined, Resolution> decisions) throws StartException, InterruptedException {
        ledger.asking(offsets -> Resolutions.write(clients, topic, decisions, Quarantined::key));
    }

    /** Whether it is no second copy of an alert that was set aside: there is one where routing was cut off. */
    private static boolean isFirst(Quarantined record, Set<String> seen) {
        return copied(record).map(seen::add).orElse(true);
    }

    /** The alert that it is a copy of, if it is one that was set aside. */
    private static Optional<String> copied(Quarantined record) {
        return record.index().isEmpty()
                ? Optional.empty()
                : Optional.of(record.receipt().orElse("") + "/" + record.index().getAsInt());
    }
}
