package io.alertrelay.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * A record as it was read from a topic.
 *
 * @param storedAt the record's timestamp: when its producer made it
 * @param headers as text, by name; of a name that occurs twice the last one
 * @param value empty for a tombstone
 */
public record StoredRecord(
        int partition, long offset, Instant storedAt, String key, Map<String, String> headers, byte[] value) {
    public StoredRecord {
        headers = Map.copyOf(headers);
    }

    static StoredRecord of(ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> headers = new HashMap<>();
        for (Header header : record.headers()) {
            headers.put(header.key(), text(header.value()));
        }
        return new StoredRecord(
                record.partition(),
                record.offset(),
                Instant.ofEpochMilli(record.timestamp()),
                text(record.key()),
                headers,
                record.value() == null ? new byte[0] : record.value());
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }

    /** A header, if the record has it. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }
}
