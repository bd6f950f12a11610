package io.alertrelay.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * Detects that the cluster has set a consumer back to an earlier offset, and holds the partition until it is known why.
 * If the topic was deleted and recreated, Kafka's client takes its end for the place at which the logs diverge
 * (KIP-320, truncation) and goes on from there: what stands before would come after it. So does a topic that was
 * missing: it may have more records than the old one before its id is learned. For one thread.
 */
final class SetBack {
    /** If the topic's id is not learned within that time, the partition is read on from where it was set back to. */
    private static final long PATIENCE_NANOS = Duration.ofSeconds(10).toNanos();

    private final TopicIds ids;
    private final LongSupplier nanos;
    private final Map<TopicPartition, Long> next = new HashMap<>();
    private final Map<TopicPartition, Long> since = new HashMap<>();

    /** @param nanos of a monotonic clock, the same as that of the ids */
    SetBack(TopicIds ids, LongSupplier nanos) {
        this.ids = ids;
        this.nanos = nanos;
    }

    /** The relay itself chose to read the partition from that offset. */
    void readFrom(TopicPartition partition, long offset) {
        next.put(partition, offset);
    }

    /** The offset that is read next of a partition of which {@link #readFrom} was called: nothing has to be asked. */
    long next(TopicPartition partition) {
        return next.getOrDefault(partition, 0L);
    }

    /** The partitions of these records that were set back; what they have must not be handled. */
    Set<TopicPartition> among(ConsumerRecords<?, ?> records) {
        if (records.isEmpty()) {
            return Set.of();
        }
        Set<TopicPartition> found = records.partitions().stream()
                .filter(partition -> records.records(partition).get(0).offset() < next.getOrDefault(partition, 0L))
                .collect(Collectors.toSet());
        found.forEach(partition -> since.put(partition, nanos.getAsLong()));
        return found;
    }

    /** Those of the partitions that must not be read until their topic's id was learned again. */
    Set<TopicPartition> unclear(Set<TopicPartition> assigned) {
        since.entrySet()
                .removeIf(held -> ids.isLearnedSince(held.getKey().topic(), held.getValue())
                        || nanos.getAsLong() - held.getValue() > PATIENCE_NANOS);
        Set<TopicPartition> unclear = Set.of();
        for (TopicPartition partition : assigned) {
            if (since.containsKey(partition) || ids.isMissing(partition.topic())) {
                unclear = unclear.isEmpty() ? new HashSet<>() : unclear;
                unclear.add(partition);
            }
        }
        return unclear;
    }
}
