package io.alertrelay.repair;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.reading.AuditProgress;
import io.alertrelay.reading.Ledger;
import io.alertrelay.reading.Resolutions;
import io.alertrelay.reading.StartException;
import io.alertrelay.reading.TopicRange;
import io.alertrelay.record.Repairable;
import io.alertrelay.record.Resolution;
import io.alertrelay.record.StoredRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The dead letters, or the records in quarantine, and the resolutions of them. The resolutions are in the same topic,
 * each after what it is about; of several about one record the first counts.
 *
 * @param <T> the type of a record
 */
public abstract class Repairs<T extends Repairable<T>> {
    /**
     * The most between the time of giving up, or of receipt, and the time of the record, differences between clocks
     * included.
     */
    private static final Duration RECORD_TIME_MARGIN = Duration.ofMinutes(10);
    /** How many records are read at once when the newest are searched for. */
    private static final int PIECE = 2_000;
    /** The place of a record, as its name contains it. */
    private static final Pattern PLACE = Pattern.compile("(?:dl-|q)(\\d{1,9})-(\\d{1,18})(?:-.*)?");

    private final Ledger ledger;
    private final String topic;
    private final List<String> groupedBy;

    /** @param groupedBy the fields by which records are counted together */
    Repairs(Ledger ledger, String topic, List<String> groupedBy) {
        this.ledger = ledger;
        this.topic = topic;
        this.groupedBy = groupedBy;
    }

    /** Reads a record that is not a resolution; empty if it is to be skipped. */
    abstract Optional<T> read(StoredRecord record);

    /**
     * Everything that is known of one; empty if it was deleted for its age.
     *
     * @throws StartException if Kafka does not answer
     */
    abstract Optional<ObjectNode> show(T one) throws StartException, InterruptedException;

    /**
     * The selected records, in the order of the topic.
     *
     * @throws StartException if Kafka does not answer, or has no topics of such a relay
     */
    public List<T> list(RepairFilter filter, AuditProgress progress) throws StartException, InterruptedException {
        RepairFilter before = filter.withResolved();
        Set<String> seen = new HashSet<>();
        return resolved(
                        reader -> range(reader, since(filter)),
                        one -> seen.add(one.copyOf()) && before.matches(one),
                        progress)
                .stream()
                .filter(filter::matches)
                .toList();
    }

    /**
     * The records with these names, resolved or not.
     *
     * @throws StartException if Kafka does not answer, or has no topics of such a relay
     */
    List<T> named(Set<String> names) throws StartException, InterruptedException {
        Map<Integer, Long> first = new HashMap<>();
        names.stream()
                .map(PLACE::matcher)
                .filter(Matcher::matches)
                .forEach(
                        place -> first.merge(Integer.valueOf(place.group(1)), Long.valueOf(place.group(2)), Math::min));
        return resolved(
                reader -> range(reader, Optional.empty()).from(first),
                one -> names.contains(one.name()),
                (topicName, read, total) -> {});
    }

    /**
     * The newest of the selected records, in short.
     *
     * @throws StartException if Kafka does not answer, or has no topics of such a relay
     */
    NewestRecords newest(RepairFilter filter) throws StartException, InterruptedException {
        RepairFilter before = filter.withResolved();
        return ledger.reading(reader -> {
            NewestRecords newest = new NewestRecords(filter.resolvedToo(), groupedBy);
            range(reader, since(filter))
                    .<BooleanSupplier>readBackwards(
                            PIECE,
                            record -> record.isResolution()
                                    ? Resolution.of(record).map(made -> () -> newest.resolved(made))
                                    : read(record).filter(before::matches).map(newest::adding),
                            BooleanSupplier::getAsBoolean);
            return newest;
        });
    }

    private static Optional<Instant> since(RepairFilter filter) {
        return filter.time().from().map(time -> time.minus(RECORD_TIME_MARGIN));
    }

    private TopicRange range(TopicReader reader, Optional<Instant> since) {
        return new TopicRange(reader, topic, since, reader.ends(topic), Optional.empty());
    }

    private List<T> resolved(Function<TopicReader, TopicRange> range, Predicate<T> wanted, AuditProgress progress)
            throws StartException, InterruptedException {
        List<T> found = new ArrayList<>();
        Map<String, Resolution> resolutions = new HashMap<>();
        ledger.reading(reader -> {
            range.apply(reader)
                    .read(
                            record -> {
                                if (record.isResolution()) {
                                    Resolution.of(record).ifPresent(r -> resolutions.putIfAbsent(r.about(), r));
                                } else {
                                    read(record).filter(wanted).ifPresent(found::add);
                                }
                            },
                            progress);
            return true;
        });
        return found.stream()
                .map(one -> one.with(Optional.ofNullable(resolutions.get(one.name()))))
                .toList();
    }

    /** The value of the record at that place; empty if it was deleted for its age. */
    final Optional<byte[]> value(int partition, long offset) throws StartException, InterruptedException {
        return ledger.reading(reader -> reader.at(topic, partition, offset).map(StoredRecord::value));
    }

    /**
     * Records that they are not needed any more.
     *
     * @param by who resolves them
     * @throws StartException if Kafka does not answer; those before may be written
     */
    void discard(List<T> chosen, String by, Instant now, String reason) throws StartException, InterruptedException {
        Map<T, Resolution> resolutions = new LinkedHashMap<>();
        chosen.forEach(one -> resolutions.put(one, Resolution.discarded(one.name(), by, now, reason)));
        ledger.asking(offsets -> Resolutions.write(ledger.clients(), topic, resolutions, Repairable::key));
    }
}
