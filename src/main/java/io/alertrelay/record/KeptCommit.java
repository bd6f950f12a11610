package io.alertrelay.record;

import java.util.Optional;

/**
 * A record of the topic of relays: what the group of a channel's topic had committed. Kafka forgets that of a group
 * which has had no members for some days.
 *
 * @param topic of the channel, and the group
 * @param topicId the id of that topic: the commit says nothing about a later topic of the same name
 * @param offset that was committed
 * @param metadata that was committed with it
 */
public record KeptCommit(String topic, String topicId, long offset, String metadata) {
    private static final String KEY = "commit/";

    /** Reads a record of the topic; empty for anything else. */
    public static Optional<KeptCommit> of(StoredRecord record) {
        return record.key().startsWith(KEY)
                ? RecordJson.read(record.value(), KeptCommit.class).filter(kept -> !kept.topic.isEmpty())
                : Optional.empty();
    }

    /** As written to the topic. */
    public NewRecord draft() {
        return new NewRecord(KEY + topic, RecordJson.bytes(this));
    }
}
