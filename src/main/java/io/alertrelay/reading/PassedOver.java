package io.alertrelay.reading;

import io.alertrelay.kafka.TopicReader;
import io.alertrelay.record.StoredRecord;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.TopicPartition;

/**
 * What Kafka's search for a time passes over: records that were stored after the wall clock was set back have earlier
 * times than what they follow. They are right before what it finds, and are read from there backwards, in growing
 * pieces. For when something is missing that must be there: otherwise nothing tells that the clock was set back.
 */
public final class PassedOver {
    private static final long FIRST_PIECE = 500;
    private static final long GROWTH = 4;

    private PassedOver() {}

    /**
     * Reads until there is enough, or nothing more.
     *
     * @param found where Kafka found the time, by partition
     * @param visitor is given the topic and each record of a piece in order, but later pieces first; returns false when
     *     it has seen enough of the record's partition in this piece
     * @param enough is asked before each piece
     */
    public static void read(
            TopicReader reader,
            Map<TopicPartition, Long> found,
            BiPredicate<String, StoredRecord> visitor,
            BooleanSupplier enough) {
        if (found.isEmpty() || enough.getAsBoolean()) {
            return;
        }
        Set<String> topics = new HashSet<>();
        found.keySet().forEach(partition -> topics.add(partition.topic()));
        Map<TopicPartition, Long> starts = reader.starts(topics);
        Map<TopicPartition, Long> to = new HashMap<>(found);
        for (long piece = FIRST_PIECE; ; piece *= GROWTH) {
            to.entrySet().removeIf(end -> end.getValue() <= starts.getOrDefault(end.getKey(), Long.MAX_VALUE));
            if (to.isEmpty() || enough.getAsBoolean()) {
                return;
            }
            Map<TopicPartition, Long> from = new HashMap<>();
            for (Map.Entry<TopicPartition, Long> end : to.entrySet()) {
                from.put(end.getKey(), Math.max(starts.getOrDefault(end.getKey(), 0L), end.getValue() - piece));
            }
            reader.read(from, to, visitor);
            to = from;
        }
    }
}
