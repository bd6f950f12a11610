package io.alertrelay.record;

import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.Severity;

/**
 * A replayed event without its bytes.
 *
 * @param alert that it was made from
 * @param key of the alert
 * @param severity of a recovery: that of its firing
 * @param channel that it goes to
 * @param rules version of the rule set that decided
 * @param why the decision, for people
 * @param checked the offset in its partition of webhooks up to which the replay has found no newer state of the alert
 */
public record ReplayedEvent(
        AlertRef alert,
        String key,
        AlertStatus status,
        Severity severity,
        String channel,
        String rules,
        String why,
        long checked) {
    /** Reads it from headers. */
    static ReplayedEvent of(StoredRecord record, String channel) throws UnreadableRecordException {
        return new ReplayedEvent(
                record.requiredAlert(),
                record.key(),
                AlertStatus.ofWord(record.required(HeaderNames.STATUS)),
                record.requiredSeverity(),
                channel,
                record.required(HeaderNames.RULES),
                record.required(HeaderNames.WHY),
                record.requiredNumber(HeaderNames.CHECKED, Long.MAX_VALUE));
    }

    /** Adds them, but for the alert. */
    NewRecord addTo(NewRecord draft) {
        return draft.with(HeaderNames.CHANNEL, channel)
                .with(HeaderNames.STATUS, status.word())
                .with(HeaderNames.SEVERITY, severity.word())
                .with(HeaderNames.RULES, rules)
                .with(HeaderNames.WHY, why)
                .with(HeaderNames.CHECKED, String.valueOf(checked));
    }

    /** The same, checked against everything that was routed before that offset. */
    public ReplayedEvent checkedTo(long offset) {
        return new ReplayedEvent(alert, key, status, severity, channel, rules, why, Math.max(checked, offset));
    }
}
