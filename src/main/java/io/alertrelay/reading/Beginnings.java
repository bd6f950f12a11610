package io.alertrelay.reading;

import io.alertrelay.kafka.TopicReader;
import io.alertrelay.record.StoredRecord;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;

/**
 * Where to begin reading for the webhooks that were received since some time. Kafka searches by the time of the
 * records, and would pass over those that were stored after the wall clock was set back. These are right before what it
 * finds.
 */
public final class Beginnings {
    /** How many records before the one that Kafka finds are looked at. */
    private static final long LOOK_BACK = 200;

    private final TopicReader reader;
    private final Map<TopicPartition, Long> starts;
    private final Map<TopicPartition, Long> begins;

    private Beginnings(TopicReader reader, Map<TopicPartition, Long> starts, Map<TopicPartition, Long> begins) {
        this.reader = reader;
        this.starts = starts;
        this.begins = begins;
    }

    /**
     * The first offsets to read.
     *
     * @param ends the partitions, and where each ends
     * @param stored the earliest time of the records, as long as the clock is not set back
     * @param received since when the webhooks were received
     */
    public static Map<TopicPartition, Long> of(
            TopicReader reader, Map<TopicPartition, Long> ends, Instant stored, Instant received) {
        return of(reader, ends, stored, record -> !record.receivedAt().isBefore(received));
    }

    /**
     * The same.
     *
     * @param its whether a record shows that it, and what comes after it, must be read
     */
    public static Map<TopicPartition, Long> of(
            TopicReader reader, Map<TopicPartition, Long> ends, Instant stored, Predicate<StoredRecord> its) {
        Map<TopicPartition, Long> starts = new HashMap<>(reader.starts(topics(ends)));
        Map<TopicPartition, Long> begins = new HashMap<>(starts);
        begins.keySet().retainAll(ends.keySet());
        reader.offsetsAt(ends, stored).forEach((partition, offset) -> begins.merge(partition, offset, Math::max));
        new Beginnings(reader, starts, begins).goBack(its);
        return begins;
    }

    private static Set<String> topics(Map<TopicPartition, Long> ends) {
        Set<String> topics = new HashSet<>();
        ends.keySet().forEach(partition -> topics.add(partition.topic()));
        return topics;
    }

    /** Continues where there are records of these webhooks, further each time. */
    private void goBack(Predicate<StoredRecord> its) {
        Set<TopicPartition> open = Set.copyOf(begins.keySet());
        for (long piece = LOOK_BACK; !open.isEmpty(); piece *= 2) {
            Map<TopicPartition, Long> from = new HashMap<>();
            Map<TopicPartition, Long> to = new HashMap<>();
            for (TopicPartition partition : open) {
                long end = begins.getOrDefault(partition, 0L);
                to.put(partition, end);
                from.put(partition, Math.max(starts.getOrDefault(partition, 0L), end - piece));
            }
            Set<TopicPartition> more = new HashSet<>();
            reader.read(from, to, (topic, record) -> {
                boolean isOne = its.test(record);
                if (isOne) {
                    more.add(new TopicPartition(topic, record.partition()));
                }
                return !isOne;
            });
            more.forEach(partition -> begins.put(partition, from.getOrDefault(partition, 0L)));
            open = more;
        }
    }
}
