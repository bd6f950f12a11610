package io.alertrelay.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Copies partitions record by record to the same offsets. One idempotent producer writes each partition in order, and
 * stops at the first failure, so the copy is always a prefix of the source: an interrupted copy continues from its end.
 */
final class LogCopy {
    private final KafkaClients from;
    private final KafkaClients to;
    private final CopiedIds ids;
    private final LongConsumer progress;
    private final AtomicReference<KafkaException> failure = new AtomicReference<>();
    private final Map<TopicPartition, PartitionCopy> partitions = new HashMap<>();
    private long done;

    /** @param progress is repeatedly notified how many offsets are done */
    LogCopy(KafkaClients from, KafkaClients to, CopiedIds ids, LongConsumer progress) {
        this.from = from;
        this.to = to;
        this.ids = ids;
        this.progress = progress;
    }

    /**
     * One more partition to be copied.
     *
     * @param there how much of it the copy has already
     */
    void add(TopicPartition partition, TopicPartition copy, long there, long end, boolean compacted) {
        partitions.put(partition, new PartitionCopy(copy, there, end, new LogDigest(compacted)));
    }

    /**
     * Copies all, and returns when it is acknowledged.
     *
     * @param starts the first offsets that are still kept
     * @return what was read, as it is in the copy, by its partition there
     * @throws KafkaException if it can't continue
     */
    Map<TopicPartition, LogDigest> run(Map<TopicPartition, Long> starts) {
        Map<TopicPartition, Long> ends = new HashMap<>();
        partitions.forEach((partition, one) -> ends.put(partition, one.end));
        try (TopicReader reader = TopicReader.bulk(from);
                Producer<byte[], byte[]> producer = to.copier()) {
            reader.readRaw(starts, ends, record -> {
                Objects.requireNonNull(partitions.get(new TopicPartition(record.topic(), record.partition())))
                        .take(ids.of(record), producer);
                return true;
            });
            partitions.values().forEach(one -> one.fill(one.end, one.time, producer));
            producer.flush();
        }
        stopIfFailed();
        Map<TopicPartition, LogDigest> read = new HashMap<>();
        partitions.values().forEach(one -> read.put(one.copy, one.digest));
        return read;
    }

    private void stopIfFailed() {
        if (failure.get() != null) {
            throw failure.get();
        }
    }

    private void acknowledged(
            TopicPartition copy, long offset, RecordMetadata ack, Exception cause, Producer<?, ?> producer) {
        Optional<String> fault = cause != null
                ? Optional.of("offset " + offset + " can't be written: " + cause.getMessage())
                : Optional.of(ack)
                        .filter(a -> a.hasOffset() && a.offset() != offset)
                        .map(a -> "found offset " + a.offset() + " for what belongs to offset " + offset
                                + ": another program writes there");
        if (fault.isPresent() && failure.compareAndSet(null, new KafkaException(copy + ": " + fault.get(), cause))) {
            // Nothing after it may be written in its place.
            producer.close(Duration.ZERO);
        }
    }

    private final class PartitionCopy {
        private final TopicPartition copy;
        private final long end;
        private final LogDigest digest;
        private long next;
        private long time;

        private PartitionCopy(TopicPartition copy, long there, long end, LogDigest digest) {
            this.copy = copy;
            this.next = there;
            this.end = end;
            this.digest = digest;
        }

        private void take(ConsumerRecord<byte[], byte[]> record, Producer<byte[], byte[]> producer) {
            digest.add(record);
            time = record.timestamp();
            fill(record.offset(), time, producer);
            if (record.offset() == next) {
                send(
                        new ProducerRecord<>(
                                copy.topic(), copy.partition(), time, record.key(), record.value(), record.headers()),
                        producer);
            } else {
                progress.accept(++done);
            }
        }

        private void fill(long upTo, long at, Producer<byte[], byte[]> producer) {
            while (next < upTo) {
                send(FillerRecords.at(copy, at), producer);
            }
        }

        private void send(ProducerRecord<byte[], byte[]> record, Producer<byte[], byte[]> producer) {
            long offset = next++;
            try {
                producer.send(record, (ack, cause) -> acknowledged(copy, offset, ack, cause, producer));
            } catch (KafkaException | IllegalStateException e) {
                // It may have been closed because of an earlier failure.
                stopIfFailed();
                throw e;
            }
            progress.accept(++done);
        }
    }
}
