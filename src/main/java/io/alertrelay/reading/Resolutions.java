package io.alertrelay.reading;

import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.kafka.TopicWriter;
import io.alertrelay.record.Resolution;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * The resolutions of operators for the records of a topic: of dead letters, or of quarantine. They are in the same
 * topic, so readers of the records must skip them.
 */
public final class Resolutions {
    private Resolutions() {}

    /** All resolutions in the topic, by the id of the record they are about: the first one for each. */
    public static Map<String, Resolution> read(TopicReader reader, String topic) {
        return read(reader, topic, () -> {});
    }

    /**
     * The same.
     *
     * @param progress is run for each record
     */
    public static Map<String, Resolution> read(TopicReader reader, String topic, Runnable progress) {
        Map<String, Resolution> found = new HashMap<>();
        reader.read(topic, reader.starts(topic), reader.ends(topic), record -> {
            progress.run();
            Resolution.of(record).ifPresent(resolution -> found.putIfAbsent(resolution.about(), resolution));
            return true;
        });
        return found;
    }

    /**
     * Writes resolutions, in order, and returns when all are acknowledged.
     *
     * @param key of a record
     * @throws ExecutionException if one is not acknowledged; those before may be written
     */
    public static <T> int write(
            KafkaClients clients, String topic, Map<T, Resolution> resolutions, Function<T, String> key)
            throws ExecutionException, InterruptedException {
        try (TopicWriter writer = new TopicWriter(clients)) {
            List<Future<?>> acks = new ArrayList<>();
            resolutions.forEach((about, made) -> acks.add(begin(writer, topic, key.apply(about), made)));
            await(acks);
        }
        return resolutions.size();
    }

    /** Begins to write a resolution; see {@link #write(TopicWriter, String, String, Resolution)}. */
    public static Future<?> begin(TopicWriter writer, String topic, String key, Resolution resolution) {
        return writer.begin(topic, resolution.draft(key));
    }

    /**
     * Returns when all of them are acknowledged.
     *
     * @throws ExecutionException if one is not
     */
    public static void await(List<Future<?>> acks) throws ExecutionException, InterruptedException {
        for (Future<?> ack : acks) {
            ack.get();
        }
    }

    /**
     * Writes a resolution, and returns when it is acknowledged.
     *
     * @param key of the record that it is about
     * @throws ExecutionException if it is not acknowledged
     */
    public static void write(TopicWriter writer, String topic, String key, Resolution resolution)
            throws ExecutionException, InterruptedException {
        begin(writer, topic, key, resolution).get();
    }
}
