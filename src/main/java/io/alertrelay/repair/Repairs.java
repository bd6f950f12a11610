package io.alertrelay.repair;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.kafka.TopicWriter;
import io.alertrelay.reading.AuditProgress;
import io.alertrelay.reading.Ledger;
import io.alertrelay.reading.RecordTimes;
import io.alertrelay.reading.Resolutions;
import io.alertrelay.reading.StartException;
import io.alertrelay.reading.TopicRange;
import io.alertrelay.record.Place;
import io.alertrelay.record.Repairable;
import io.alertrelay.record.Resolution;
import io.alertrelay.record.StoredRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;

/**
 * The dead letters, or the records in quarantine, and the resolutions of them. The resolutions are in the same topic,
 * each after what it is about; of several about one record the first counts.
 *
 * @param <T> the type of a record
 */
public abstract class Repairs<T extends Repairable<T>> {
    /** How many records are read at once when the newest are searched for, and written at once. */
    private static final int PIECE = 2_000;

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
     * The records with these names, resolved or not, in the order of the topic.
     *
     * @throws StartException if Kafka does not answer, or has no topics of such a relay
     */
    public List<T> named(Set<String> names) throws StartException, InterruptedException {
        Map<Integer, Long> first = new HashMap<>();
        names.stream()
                .flatMap(name -> ResolvedPlaces.of(name).stream())
                .forEach(place -> first.merge(place.partition(), place.offset(), Math::min));
        List<T> found = new ArrayList<>();
        Map<String, Resolution> resolutions = new HashMap<>();
        ledger.reading(reader -> {
            range(reader, Optional.empty())
                    .from(first)
                    .read(
                            record -> {
                                if (record.isResolution()) {
                                    Resolution.of(record)
                                            .filter(made -> names.contains(made.about()))
                                            .ifPresent(made -> resolutions.putIfAbsent(made.about(), made));
                                } else {
                                    read(record)
                                            .filter(one -> names.contains(one.name()))
                                            .ifPresent(found::add);
                                }
                            },
                            (topicName, read, total) -> {});
            return true;
        });
        return found.stream()
                .map(one -> one.with(Optional.ofNullable(resolutions.get(one.name()))))
                .toList();
    }

    /**
     * The newest of the selected records, in short. Of those that are older by far nothing is known, not even how many
     * there are.
     *
     * @throws StartException if Kafka does not answer, or has no topics of such a relay
     */
    NewestRecords newest(RepairFilter filter) throws StartException, InterruptedException {
        NewestRecords newest = new NewestRecords(groupedBy);
        return filled(newest, filter, newest::add, (topicName, read, total) -> {});
    }

    /**
     * The newest of the selected records, in short, and how many older ones there are.
     *
     * @param most how many are kept
     * @throws StartException if Kafka does not answer, or has no topics of such a relay
     */
    NewestRecords newest(RepairFilter filter, int most, AuditProgress progress)
            throws StartException, InterruptedException {
        NewestRecords newest = new NewestRecords(groupedBy, most);
        return filled(
                newest,
                filter,
                (one, hidden) -> {
                    newest.add(one, hidden);
                    return true;
                },
                progress);
    }

    /**
     * The selected records, by name; the newest of them in short.
     *
     * @throws StartException if Kafka does not answer, or has no topics of such a relay
     */
    public Selection select(RepairFilter filter, AuditProgress progress) throws StartException, InterruptedException {
        Selection selection = new Selection(new NewestRecords(groupedBy));
        filled(selection.newest(), filter, selection::add, progress);
        return selection;
    }

    /** @param add receives each record, the latest first; returns false if no further ones are wanted */
    private NewestRecords filled(
            NewestRecords newest, RepairFilter filter, BiPredicate<Brief, Boolean> add, AuditProgress progress)
            throws StartException, InterruptedException {
        RepairFilter before = filter.withResolved();
        return ledger.reading(reader -> {
            ResolvedPlaces resolved = new ResolvedPlaces();
            range(reader, since(filter))
                    .<BooleanSupplier>readBackwards(
                            PIECE,
                            record -> {
                                // What is kept until the later ones are known must not hold the record: it may be
                                // large.
                                Place place = record.place();
                                if (record.isResolution()) {
                                    return Resolution.of(record)
                                            .map(Resolution::about)
                                            .map(about -> () -> {
                                                resolved.add(about, place);
                                                return true;
                                            });
                                }
                                return read(record)
                                        .filter(before::matches)
                                        .map(one -> Brief.of(one, place))
                                        .map(one -> () -> add.test(one, resolved.has(place) && !filter.resolvedToo()));
                            },
                            BooleanSupplier::getAsBoolean,
                            progress);
            if (filter.resolvedToo()) {
                newest.resolved(Resolutions.of(reader, topic, newest.places(), () -> {}));
            }
            return newest;
        });
    }

    private static Optional<Instant> since(RepairFilter filter) {
        return filter.time().from().map(time -> time.minus(RecordTimes.MARGIN));
    }

    private TopicRange range(TopicReader reader, Optional<Instant> since) {
        return new TopicRange(reader, topic, since, reader.ends(topic), Optional.empty());
    }

    /** The value of the record at that place; empty if it was deleted for its age. */
    final Optional<byte[]> value(int partition, long offset) throws StartException, InterruptedException {
        return ledger.reading(reader -> reader.at(topic, partition, offset).map(StoredRecord::value));
    }

    /**
     * Records that they are not needed any more.
     *
     * @param by who resolves them
     * @return those of which that is acknowledged
     * @throws StartException if Kafka does not answer, and has acknowledged none
     */
    Executed<List<Named>> discard(List<Named> chosen, String by, Instant now, String reason)
            throws StartException, InterruptedException {
        List<Named> discarded = new ArrayList<>();
        try {
            return ledger.asking(offsets -> {
                try (TopicWriter writer = new TopicWriter(ledger.clients())) {
                    for (int from = 0; from < chosen.size(); from += PIECE) {
                        List<Named> piece = chosen.subList(from, Math.min(chosen.size(), from + PIECE));
                        List<Future<?>> acks = new ArrayList<>();
                        for (Named one : piece) {
                            acks.add(Resolutions.begin(
                                    writer, topic, one.key(), Resolution.discarded(one.name(), by, now, reason)));
                        }
                        for (int i = 0; i < piece.size(); i++) {
                            acks.get(i).get();
                            discarded.add(piece.get(i));
                        }
                    }
                }
                return new Executed<>(discarded, Optional.empty());
            });
        } catch (StartException e) {
            if (discarded.isEmpty()) {
                throw e;
            }
            return new Executed<>(
                    discarded,
                    Optional.of(e.getMessage() + "; " + discarded.size() + " of " + chosen.size()
                            + " were discarded before that, and perhaps more"));
        }
    }
}
