package io.alertrelay.kafka;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * The places from which the consumers of one route, one after the other, fetched damaged records. The damage may be the
 * fetch's alone, or another replica may lead the partition by then, so a record is given up only at the second fetch;
 * and a client returns what it has fetched already, so that takes a new one.
 */
final class DamagedFetches {
    private final Set<Place> places = ConcurrentHashMap.newKeySet();

    private record Place(TopicPartition partition, long offset) {}

    /** Whether what was fetched from there was damaged before, too; notes that it is. */
    boolean isRepeated(TopicPartition partition, long offset) {
        return !places.add(new Place(partition, offset));
    }

    /** These are whole. */
    void whole(ConsumerRecords<?, ?> records) {
        if (!places.isEmpty()) {
            for (ConsumerRecord<?, ?> record : records) {
                places.remove(new Place(new TopicPartition(record.topic(), record.partition()), record.offset()));
            }
        }
    }
}
