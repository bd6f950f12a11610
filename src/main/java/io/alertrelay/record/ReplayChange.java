package io.alertrelay.record;

import java.util.Optional;

/**
 * A record of the topic of decisions, written when a replay changes the channels for which an alert is open.
 * Distinguished from a {@link DecisionRecord} by its header {@code checked}.
 *
 * @param replayed the event that causes the change
 * @param open the alert as it is open afterwards; empty if it no longer is
 */
public record ReplayChange(ReplayedEvent replayed, Optional<OpenAlert> open) {
    /**
     * As written to the topic.
     *
     * @param journalId see {@link DecisionRecord#journalId}
     */
    public NewRecord draft(Optional<String> journalId) {
        return replayed.addTo(DecisionRecord.begin(replayed.key(), replayed.alert(), open))
                .with(HeaderNames.JOURNAL, journalId);
    }

    /** Whether a record of the topic is such a record. */
    public static boolean is(StoredRecord record) {
        return record.header(HeaderNames.CHECKED).isPresent();
    }

    /**
     * Reads one.
     *
     * @throws UnreadableRecordException if it is malformed
     */
    public static ReplayChange of(StoredRecord record) throws UnreadableRecordException {
        return new ReplayChange(ReplayedEvent.of(record, record.required(HeaderNames.CHANNEL)), OpenAlert.of(record));
    }
}
