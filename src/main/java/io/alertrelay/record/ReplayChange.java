package io.alertrelay.record;

import java.util.Optional;

/**
 * A record of the topic of decisions: what is written down of an alert when a replay changes the channels that it is
 * open for. Told from a {@link DecisionRecord} by its header {@code checked}.
 *
 * @param replayed because of which it changes
 * @param open the alert as it is open afterwards; empty if it no longer is
 */
public record ReplayChange(Replayed replayed, Optional<OpenAlert> open) {
    /** As it is written. */
    public Draft draft() {
        return replayed.addTo(DecisionRecord.begin(replayed.key(), replayed.alert(), open));
    }

    /** Whether a record of the topic is one. */
    public static boolean is(StoredRecord record) {
        return record.header(HeaderNames.CHECKED).isPresent();
    }

    /**
     * Reads one.
     *
     * @throws UnreadableRecordException if it is none
     */
    public static ReplayChange of(StoredRecord record) throws UnreadableRecordException {
        return new ReplayChange(Replayed.of(record, record.required(HeaderNames.CHANNEL)), OpenAlert.of(record));
    }
}
