package io.alertrelay.kafka;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

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

    /** A header, if the record has it. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }
}
