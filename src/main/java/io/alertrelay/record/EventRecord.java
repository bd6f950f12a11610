package io.alertrelay.record;

import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.RecordTime;
import io.alertrelay.alert.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A record to be written to a channel's topic: an event, with the key of its alert. It is read as a {@link Delivery},
 * or as a {@link DueDelivery} by observers.
 *
 * @param startsAt when the alert began, as the webhook stated it
 * @param opens whether it opens the alert for the channel
 * @param channels all that the alert goes to by the same decision
 * @param replay the id of the replay that made it; empty if it is live
 * @param trace of the webhook, as its record has it
 * @param redone if the record may be a second copy: {@code true}, or for a replayed one since when
 * @param overtaken of a replayed one that must not be sent: the newer state of its alert
 * @param event the exact bytes of the request
 */
public record EventRecord(
        AlertRef alert,
        String integration,
        Instant receivedAt,
        String key,
        AlertStatus status,
        Severity severity,
        Optional<String> startsAt,
        boolean opens,
        String rules,
        String why,
        List<String> channels,
        Optional<String> replay,
        Optional<String> trace,
        Optional<String> redone,
        Optional<String> overtaken,
        byte[] event) {
    /** What {@link #redone} says of a live one: as long ago as its webhook was received. */
    public static final String REDONE = "true";

    /** As written to the topic. */
    public NewRecord draft() {
        NewRecord draft = new NewRecord(key, event)
                .with(HeaderNames.RECEIPT, alert.receipt())
                .with(HeaderNames.INDEX, String.valueOf(alert.index()))
                .with(HeaderNames.INTEGRATION, integration)
                .with(HeaderNames.RECEIVED_AT, RecordTime.text(receivedAt))
                .with(HeaderNames.STATUS, status.word())
                .with(HeaderNames.SEVERITY, severity.word())
                .with(HeaderNames.RULES, rules)
                .with(HeaderNames.WHY, why)
                .with(HeaderNames.CHANNELS, RecordJson.list(channels))
                .with(HeaderNames.TRACE, trace)
                .with(HeaderNames.STARTS_AT, startsAt)
                .with(HeaderNames.REPLAY, replay)
                .with(HeaderNames.REDONE, redone)
                .with(HeaderNames.OVERTAKEN, overtaken);
        return opens ? draft.with(HeaderNames.OPENS, "true") : draft;
    }
}
