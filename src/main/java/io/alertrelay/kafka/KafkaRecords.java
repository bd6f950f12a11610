package io.alertrelay.kafka;

import io.alertrelay.record.Delivery;
import io.alertrelay.record.HeaderTexts;
import io.alertrelay.record.NewRecord;
import io.alertrelay.record.StoredRecord;
import io.alertrelay.record.UnreadableRecordException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Between the relay's records and Kafka's. Texts are UTF-8. */
public final class KafkaRecords {
    private static final byte[] NOTHING = {};

    private KafkaRecords() {}

    /** A record to be written to the partition of its key. */
    public static ProducerRecord<byte[], byte[]> of(String topic, NewRecord draft) {
        return of(topic, null, draft);
    }

    /** @param partition to write to; null for the partition of the key */
    public static ProducerRecord<byte[], byte[]> of(String topic, @Nullable Integer partition, NewRecord draft) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                topic, partition, bytes(draft.key()), draft.value().orElse(null));
        draft.headers((name, text) -> record.headers().add(name, bytes(text)));
        return record;
    }

    /** Converts a record that was read. */
    public static StoredRecord stored(ConsumerRecord<byte[], byte[]> record) {
        return new StoredRecord(
                record.partition(),
                record.offset(),
                Instant.ofEpochMilli(record.timestamp()),
                text(record.key()),
                headers(record.headers()),
                record.value() == null ? NOTHING : record.value());
    }

    /** Converts a record that was not stored: its place and time are unknown. */
    public static StoredRecord unstored(ProducerRecord<byte[], byte[]> record) {
        return new StoredRecord(0, -1, Instant.EPOCH, text(record.key()), headers(record.headers()), record.value());
    }

    /** How many bytes the record has, with its key and headers. */
    static int size(ConsumerRecord<?, ?> record) {
        return Math.max(0, record.serializedKeySize())
                + Math.max(0, record.serializedValueSize())
                + size(record.headers());
    }

    /**
     * The delivery that a record of a channel's topic is.
     *
     * @throws UnreadableRecordException if it is none, whatever else it may be
     */
    public static Delivery delivery(StoredRecord record, String channel) throws UnreadableRecordException {
        try {
            if (record.isTombstone()) {
                throw new UnreadableRecordException("the record has no value");
            }
            return Delivery.of(record, channel);
        } catch (RuntimeException | StackOverflowError e) {
            throw new UnreadableRecordException("the record can't be read: " + RecordFault.describe(e));
        }
    }

    static int size(Headers headers) {
        int size = 0;
        for (Header header : headers) {
            size += header.key().length() + (header.value() == null ? 0 : header.value().length);
        }
        return size;
    }

    private static HeaderTexts headers(Headers headers) {
        Header[] all = headers.toArray();
        String[] names = new String[all.length];
        byte[][] values = new byte[all.length][];
        for (int i = 0; i < all.length; i++) {
            names[i] = all[i].key();
            values[i] = all[i].value() == null ? NOTHING : all[i].value();
        }
        return new HeaderTexts(names, values);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }
}
