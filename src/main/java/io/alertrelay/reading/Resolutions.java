package io.alertrelay.reading;

import io.alertrelay.kafka.TopicReader;
import io.alertrelay.kafka.TopicWriter;
import io.alertrelay.record.DeadLetterId;
import io.alertrelay.record.Place;
import io.alertrelay.record.Resolution;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * The resolutions of operators for the records of a topic: of dead letters, or of quarantine. They are in the same
 * topic, so readers of the records must skip them.
 */
public final class Resolutions {
    private Resolutions() {}

    /**
     * The first resolution of each of these records, by its id. Keeps no others: there may be very many.
     *
     * @param records the place of each, by its id
     * @param progress is run for each record that is read
     */
    public static Map<String, Resolution> of(
            TopicReader reader, String topic, Map<String, Place> records, Runnable progress) {
        // A resolution comes after what it is about.
        Map<Integer, Long> from = new HashMap<>();
        records.values().forEach(place -> from.merge(place.partition(), place.offset(), Math::min));
        reader.starts(topic)
                .forEach((partition, start) -> from.computeIfPresent(partition, (p, first) -> Math.max(first, start)));
        Map<String, Resolution> found = new HashMap<>();
        reader.read(topic, from, reader.ends(topic), record -> {
            progress.run();
            Resolution.of(record)
                    .filter(resolution -> records.containsKey(resolution.about()))
                    .ifPresent(resolution -> found.putIfAbsent(resolution.about(), resolution));
            return true;
        });
        return found;
    }

    /** The same for dead letters, by their places. */
    public static Map<String, Resolution> of(
            TopicReader reader, String topic, Collection<Place> deadLetters, Runnable progress) {
        Map<String, Place> records = new HashMap<>();
        deadLetters.forEach(place -> records.put(new DeadLetterId(place).toString(), place));
        return of(reader, topic, records, progress);
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
