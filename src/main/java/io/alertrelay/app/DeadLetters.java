package io.alertrelay.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.camel.SecretMask;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.StoredRecord;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.ledger.DeadLetter;
import io.alertrelay.ledger.DeadLetterFilter;
import io.alertrelay.ledger.DeadLetterJson;
import io.alertrelay.ledger.Resolution;
import io.alertrelay.records.LedgerReading;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The deliveries that were given up, and what is decided about them: for the commands. */
public final class DeadLetters {
    /** From when one was given up to the time of its record, and by how much clocks differ. */
    private static final Duration SLACK = Duration.ofMinutes(10);

    private static final List<String> FROM_ELSEWHERE = List.of("event", "cause");

    private final Ledger ledger;
    private final KafkaClients clients;
    private final String topic;
    private final SecretMask mask;

    DeadLetters(Ledger ledger, KafkaClients clients, TopicNames names, SecretMask mask) {
        this.ledger = ledger;
        this.clients = clients;
        this.topic = names.deadLetters();
        this.mask = mask;
    }

    /**
     * Those that are meant, in the order in which they were given up.
     *
     * @throws StartException if Kafka does not answer, or has no topics of such a relay
     */
    public List<DeadLetter> list(DeadLetterFilter filter, AuditProgress progress)
            throws StartException, InterruptedException {
        DeadLetterFilter before = filter.withDecided();
        return read(since(filter), before::matches, progress).stream()
                .filter(filter::matches)
                .toList();
    }

    /**
     * Those with these ids, decided or not.
     *
     * @throws StartException if Kafka does not answer, or has no topics of such a relay
     */
    List<DeadLetter> named(Set<String> ids) throws StartException, InterruptedException {
        return read(Optional.empty(), letter -> ids.contains(letter.id().toString()), (topicName, read, total) -> {});
    }

    /**
     * The newest of those that are meant, in short.
     *
     * @throws StartException if Kafka does not answer, or has no topics of such a relay
     */
    NewestRecords newest(DeadLetterFilter filter) throws StartException, InterruptedException {
        DeadLetterFilter before = filter.withDecided();
        NewestRecords newest = new NewestRecords(filter.decidedToo());
        return ledger.asking(offsets -> Resolutions.newest(
                clients,
                topic,
                since(filter),
                newest,
                record -> letter(record)
                        .filter(before::matches)
                        .ifPresent(letter -> newest.add(
                                DeadLetterJson.summary(letter), letter.id().toString(), letter.settledAt()))));
    }

    private static Optional<Instant> since(DeadLetterFilter filter) {
        return filter.time().from().map(time -> time.minus(SLACK));
    }

    private List<DeadLetter> read(Optional<Instant> since, Predicate<DeadLetter> wanted, AuditProgress progress)
            throws StartException, InterruptedException {
        return ledger.asking(offsets -> {
            try (TopicReader reader = new TopicReader(clients)) {
                return Resolutions.decided(
                        reader,
                        topic,
                        since,
                        progress,
                        record -> letter(record).filter(wanted),
                        one -> one.id().toString(),
                        DeadLetter::with);
            }
        });
    }

    /**
     * Writes decisions down, each about one of the dead letters.
     *
     * @throws StartException if Kafka does not answer; those before may be written
     */
    public void decide(Map<DeadLetter, Resolution> decisions) throws StartException, InterruptedException {
        ledger.asking(offsets -> Resolutions.write(clients, topic, decisions, DeadLetter::key));
    }

    private Optional<DeadLetter> letter(StoredRecord record) {
        return LedgerReading.object(record.value())
                .map(value -> new DeadLetter(
                        LedgerReading.deadLetterId(record),
                        record.key(),
                        record.storedAt(),
                        masked(value),
                        Optional.empty()));
    }

    private ObjectNode masked(ObjectNode value) {
        FROM_ELSEWHERE.stream()
                .filter(value::hasNonNull)
                .forEach(field -> value.put(field, mask.mask(value.get(field).asText())));
        if (value.get("history") instanceof ArrayNode history) {
            history.forEach(attempt -> {
                if (attempt instanceof ObjectNode one && one.hasNonNull("answer")) {
                    one.put("answer", mask.mask(one.get("answer").asText()));
                }
            });
        }
        return value;
    }
}
