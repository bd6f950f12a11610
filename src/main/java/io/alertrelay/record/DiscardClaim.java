package io.alertrelay.record;

import java.time.Instant;
import java.util.Optional;

/**
 * A record of the topic of relays: somebody discards what waits in a removed channel. Of several the first one that
 * still stands counts. A tombstone says that it has ended.
 *
 * @param channel the name of the channel
 * @param id of this one
 * @param by the operator who ordered it
 * @param at when it was written last, by the wall clock of its relay
 */
public record DiscardClaim(String channel, String id, String by, Instant at) {
    private static final String KEY = "discard/";

    /** Whether a record of the topic is about one. */
    public static boolean isAbout(StoredRecord record) {
        return record.key().startsWith(KEY);
    }

    /** Reads it; empty for a tombstone, or if it can't be read. */
    public static Optional<DiscardClaim> of(StoredRecord record) {
        return RecordJson.read(record.value(), DiscardClaim.class).filter(claim -> claim.at != null);
    }

    /** The key of its records. */
    public String key() {
        return KEY + id;
    }

    /** The same, written again. */
    public DiscardClaim renewed(Instant now) {
        return new DiscardClaim(channel, id, by, now);
    }

    /** As written to the topic. */
    public NewRecord draft() {
        return new NewRecord(key(), RecordJson.bytes(this));
    }
}
