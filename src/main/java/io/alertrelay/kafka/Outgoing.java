package io.alertrelay.kafka;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * A record to be written by {@link Lanes}.
 *
 * @param guard asked before it is sent
 * @param batch what it is part of
 * @param since when it was handed over, by the lanes' clock: nanoseconds
 * @param bytes about how much memory it takes
 */
record Outgoing(ProducerRecord<byte[], byte[]> record, Lanes.WriteGuard guard, Batch batch, long since, int bytes) {
    Outgoing(ProducerRecord<byte[], byte[]> record, Lanes.WriteGuard guard, Batch batch, long since) {
        this(
                record,
                guard,
                batch,
                since,
                length(record.key()) + length(record.value()) + KafkaRecords.size(record.headers()));
    }

    /** The same record for a retry: Kafka may have it already. */
    Outgoing again(Header mark) {
        if (record.headers().lastHeader(mark.key()) != null) {
            return this;
        }
        RecordHeaders headers = new RecordHeaders(record.headers().toArray());
        headers.add(mark);
        return new Outgoing(
                new ProducerRecord<>(record.topic(), record.partition(), record.key(), record.value(), headers),
                guard,
                batch,
                since,
                bytes);
    }

    /** How much it is, by itself. */
    Load load() {
        return new Load(1, bytes);
    }

    private static int length(byte[] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}
