package io.alertrelay.app;

import io.alertrelay.camel.RecordHeaders;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.StoredRecord;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.kafka.TopicWriter;
import io.alertrelay.ledger.Resolution;
import io.alertrelay.ledger.ResolutionJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What people decided about the records of a topic: of the dead letters, or of quarantine. The decisions stand in the
 * same topic, so whoever reads it passes over the records that are decisions.
 */
public final class Resolutions {
    private Resolutions() {}

    /** Whether a record is a decision about another one, whatever its value says. */
    public static boolean isResolution(StoredRecord record) {
        return record.header(RecordHeaders.ABOUT).isPresent();
    }

    /** The decision that a record is; empty if it is none, or can't be read. */
    public static Optional<Resolution> of(StoredRecord record) {
        return record.header(RecordHeaders.ABOUT).flatMap(about -> ResolutionJson.read(about, record.value()));
    }

    /** All decisions that the topic has now, by the id of the record they are about: the first one about each. */
    public static Map<String, Resolution> read(TopicReader reader, String topic) {
        Map<String, Resolution> found = new HashMap<>();
        reader.read(topic, reader.starts(topic), reader.ends(topic), record -> {
            of(record).ifPresent(resolution -> found.putIfAbsent(resolution.about(), resolution));
            return true;
        });
        return found;
    }

    /**
     * The records of a topic that are no decisions, each with the first decision about it.
     *
     * @param since from when on they were stored; a decision comes after what it is about, so none is missed
     * @param read what a record is; empty if it is passed over
     * @param id of one, by which decisions name it
     * @param with the same one, with the decision
     */
    static <T> List<T> decided(
            TopicReader reader,
            String topic,
            Optional<Instant> since,
            AuditProgress progress,
            Function<StoredRecord, Optional<T>> read,
            Function<T, String> id,
            BiFunction<T, Optional<Resolution>, T> with) {
        List<T> found = new ArrayList<>();
        Map<String, Resolution> resolutions = new HashMap<>();
        new Stretch(reader, topic, since, reader.ends(topic), Optional.empty())
                .read(
                        record -> {
                            if (isResolution(record)) {
                                of(record).ifPresent(r -> resolutions.putIfAbsent(r.about(), r));
                            } else {
                                read.apply(record).ifPresent(found::add);
                            }
                        },
                        progress);
        return found.stream()
                .map(one -> with.apply(one, Optional.ofNullable(resolutions.get(id.apply(one)))))
                .toList();
    }

    /**
     * Reads the records of a topic for the newest of them.
     *
     * @param since from when on they were stored
     * @param newest told of the decisions
     * @param add given each record that is none
     */
    static NewestRecords newest(
            KafkaClients clients,
            String topic,
            Optional<Instant> since,
            NewestRecords newest,
            Consumer<StoredRecord> add) {
        try (TopicReader reader = new TopicReader(clients)) {
            new Stretch(reader, topic, since, reader.ends(topic), Optional.empty())
                    .read(
                            record -> {
                                if (isResolution(record)) {
                                    of(record).ifPresent(newest::decided);
                                } else {
                                    add.accept(record);
                                }
                            },
                            (name, read, total) -> {});
        }
        return newest;
    }

    /**
     * Writes decisions down, in order, and returns when all are acknowledged.
     *
     * @param key of a record
     * @throws ExecutionException if one is not acknowledged; those before may be written
     */
    static <T> int write(KafkaClients clients, String topic, Map<T, Resolution> decisions, Function<T, String> key)
            throws ExecutionException, InterruptedException {
        try (TopicWriter writer = new TopicWriter(clients)) {
            List<Future<?>> acks = new ArrayList<>();
            decisions.forEach((about, decision) -> acks.add(begin(writer, topic, key.apply(about), decision)));
            await(acks);
        }
        return decisions.size();
    }

    /** Begins to write a decision down; see {@link #write(TopicWriter, String, String, Resolution)}. */
    static Future<?> begin(TopicWriter writer, String topic, String key, Resolution resolution) {
        return writer.begin(
                topic,
                key,
                ResolutionJson.write(resolution).toString().getBytes(StandardCharsets.UTF_8),
                Map.of(RecordHeaders.ABOUT, resolution.about()));
    }

    /**
     * Returns when all of them are acknowledged.
     *
     * @throws ExecutionException if one is not
     */
    static void await(List<Future<?>> acks) throws ExecutionException, InterruptedException {
        for (Future<?> ack : acks) {
            ack.get();
        }
    }

    /**
     * Writes a decision down, and returns when it is acknowledged.
     *
     * @param key that of the record it is about
     * @throws ExecutionException if it is not acknowledged
     */
    public static void write(TopicWriter writer, String topic, String key, Resolution resolution)
            throws ExecutionException, InterruptedException {
        begin(writer, topic, key, resolution).get();
    }
}
