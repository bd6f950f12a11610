package io.alertrelay.kafka;

import io.alertrelay.record.StoredRecord;
import java.util.Objects;

/** A record, and the topic that it was read from. */
public record FollowedRecord(String topic, StoredRecord record) {
    public FollowedRecord {
        Objects.requireNonNull(topic);
        Objects.requireNonNull(record);
    }
}
