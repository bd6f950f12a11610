package io.alertrelay.kafka;

import io.alertrelay.record.StoredRecord;

/** A record, and the topic that it was read from. */
public record FollowedRecord(String topic, StoredRecord record) {}
