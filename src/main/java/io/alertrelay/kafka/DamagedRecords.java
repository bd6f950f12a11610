package io.alertrelay.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves a consumer past records that are damaged on the broker's disk: Kafka can't return them, and every poll would
 * fail. Skipped records are lost; they are counted and logged with their place. What is only damaged in one fetch may
 * be fetched again before. For the thread of the consumer.
 */
final class DamagedRecords {
    private static final Logger LOG = LoggerFactory.getLogger(DamagedRecords.class);
    /** The messages of Kafka's client for a batch with a wrong checksum, and for one that the broker can't read. */
    private static final Pattern PLACE =
            Pattern.compile("(?:next record from|for topic-partition) (\\S+)-(\\d{1,9})(?:\\.|$)");

    private final TopicFaults faults;
    private final Optional<DamagedFetches> fetches;
    private final Map<TopicPartition, Long> passing = new HashMap<>();

    /** Of a consumer that passes over them at once. */
    DamagedRecords(TopicFaults faults) {
        this(faults, Optional.empty());
    }

    /** @param fetches of this consumer and those before it; what was not fetched again is not passed over */
    DamagedRecords(TopicFaults faults, Optional<DamagedFetches> fetches) {
        this.faults = faults;
        this.fetches = fetches;
    }

    /**
     * Advances by one offset if a poll failed because of a damaged record; the next poll shows whether that is enough.
     *
     * @return false if the failure is of another kind, or a new consumer is to fetch them again
     */
    boolean passOver(Consumer<?, ?> consumer, KafkaException failure) {
        Optional<TopicPartition> place = place(failure).filter(consumer.assignment()::contains);
        if (place.isEmpty()) {
            return false;
        }
        TopicPartition partition = place.get();
        long offset = consumer.position(partition);
        if (!passing.containsKey(partition)
                && fetches.isPresent()
                && !fetches.get().isRepeated(partition, offset)) {
            LOG.warn(
                    "{}-{}: what was fetched from offset {} on is damaged, and is fetched again: {}",
                    partition.topic(),
                    partition.partition(),
                    offset,
                    RecordFault.describe(failure));
            return false;
        }
        if (passing.putIfAbsent(partition, offset) == null) {
            LOG.error(
                    "{}-{} is damaged at offset {} and skipped there: {}",
                    partition.topic(),
                    partition.partition(),
                    offset,
                    RecordFault.describe(failure));
        }
        consumer.seek(partition, offset + 1);
        return true;
    }

    /** A poll returned these records: their partitions are past the damage. */
    void passed(ConsumerRecords<?, ?> records) {
        fetches.ifPresent(known -> known.whole(records));
        if (passing.isEmpty()) {
            return;
        }
        records.partitions()
                .forEach(partition ->
                        ended(partition, records.records(partition).get(0).offset()));
    }

    /** The damage ends there: records follow, or the end of the partition. */
    void ended(TopicPartition partition, long offset) {
        Long from = passing.remove(partition);
        if (from != null) {
            LOG.error(
                    "{}-{}: offsets {} to {} are damaged, {} records are lost",
                    partition.topic(),
                    partition.partition(),
                    from,
                    offset - 1,
                    offset - from);
            faults.lost(partition.topic(), partition.partition(), from, offset);
        }
    }

    private static Optional<TopicPartition> place(KafkaException failure) {
        if (failure instanceof RecordDeserializationException record) {
            return Optional.of(record.topicPartition());
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Matcher matcher = PLACE.matcher(String.valueOf(cause.getMessage()));
            if (matcher.find()) {
                return Optional.of(new TopicPartition(matcher.group(1), Integer.parseInt(matcher.group(2))));
            }
        }
        return Optional.empty();
    }
}
