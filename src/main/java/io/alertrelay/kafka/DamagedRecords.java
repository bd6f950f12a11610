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
 * Takes a consumer past records whose bytes are damaged on the broker's disk: Kafka gives them out no more, and would
 * say so for ever. What is passed over is lost; it is counted, and told with the place. For the thread of the consumer.
 */
final class DamagedRecords {
    private static final Logger LOG = LoggerFactory.getLogger(DamagedRecords.class);
    /** As Kafka's client says it of a batch whose checksum is wrong, and of one that the broker can't read. */
    private static final Pattern PLACE =
            Pattern.compile("(?:next record from|for topic-partition) (\\S+)-(\\d{1,9})(?:\\.|$)");

    private final TopicFaults faults;
    private final Map<TopicPartition, Long> passing = new HashMap<>();

    DamagedRecords(TopicFaults faults) {
        this.faults = faults;
    }

    /**
     * Goes one offset further, if the failure of a poll speaks of a damaged record; the next poll shows whether that is
     * enough.
     *
     * @return false if the failure is of another kind
     */
    boolean passOver(Consumer<?, ?> consumer, KafkaException failure) {
        Optional<TopicPartition> place = place(failure).filter(consumer.assignment()::contains);
        if (place.isEmpty()) {
            return false;
        }
        TopicPartition partition = place.get();
        long offset = consumer.position(partition);
        if (passing.putIfAbsent(partition, offset) == null) {
            LOG.error(
                    "{}-{} is damaged at offset {} and passed over there: {}",
                    partition.topic(),
                    partition.partition(),
                    offset,
                    RecordFault.describe(failure));
        }
        consumer.seek(partition, offset + 1);
        return true;
    }

    /** A poll gave these: of a partition that gives records, the damage is passed. */
    void passed(ConsumerRecords<?, ?> records) {
        if (passing.isEmpty()) {
            return;
        }
        records.partitions()
                .forEach(partition ->
                        ended(partition, records.records(partition).get(0).offset()));
    }

    /** The damage ends there: it is passed, or nothing follows it. */
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
            faults.lost(partition.topic(), partition.partition(), offset - from);
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
