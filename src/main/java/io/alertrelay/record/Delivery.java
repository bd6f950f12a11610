package io.alertrelay.record;

import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.RecordTime;
import io.alertrelay.alert.Severity;
import io.alertrelay.alert.TraceParent;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * One event that is due to one channel: made once, at routing, and sent unchanged in every attempt.
 *
 * @param alert that it was made from
 * @param severity of a recovery: that of its firing
 * @param startsAt when the alert began, as the webhook stated it; empty if it did not
 * @param opens whether it is the firing that opens the alert for this channel, and no reminder
 * @param rules the version of the rule set that routed it
 * @param why the decision that brought it to this channel, for people
 * @param receivedAt when the webhook was received; the delivery's age counts from then
 * @param replay the id of the replay that made it; empty if it is live
 * @param trace that its webhook belongs to, if the sender stated one
 * @param place in the channel's topic, where it waits
 * @param event the exact bytes of the request
 */
public record Delivery(
        String channel,
        AlertRef alert,
        String integration,
        String alertKey,
        AlertStatus status,
        Severity severity,
        Optional<String> startsAt,
        boolean opens,
        String rules,
        String why,
        Instant receivedAt,
        Optional<String> replay,
        Optional<TraceParent> trace,
        Place place,
        byte[] event) {
    /**
     * Reads a record of a channel's topic.
     *
     * @throws UnreadableRecordException if the relay did not write it
     */
    public static Delivery of(StoredRecord record, String channel) throws UnreadableRecordException {
        try {
            return new Delivery(
                    channel,
                    record.requiredAlert(),
                    record.required(HeaderNames.INTEGRATION),
                    record.key(),
                    AlertStatus.ofWord(record.required(HeaderNames.STATUS)),
                    Severity.ofWord(record.required(HeaderNames.SEVERITY)).orElse(Severity.WARNING),
                    record.header(HeaderNames.STARTS_AT),
                    record.text(HeaderNames.OPENS).equals("true"),
                    record.required(HeaderNames.RULES),
                    record.required(HeaderNames.WHY),
                    RecordTime.parse(record.required(HeaderNames.RECEIVED_AT)),
                    record.header(HeaderNames.REPLAY),
                    record.header(HeaderNames.TRACE).flatMap(TraceParent::parse),
                    record.place(),
                    record.value());
        } catch (DateTimeException e) {
            throw new UnreadableRecordException("header received-at can't be read: " + e.getMessage());
        }
    }

    /** Identifies the delivery: an alert of a webhook, to a channel, by a replay if it is replayed. */
    public String id() {
        return new DeliveryId(alert, channel, replay.orElse("")).key();
    }

    /** The receipt of the webhook. */
    public String receipt() {
        return alert.receipt();
    }

    /** Index of its alert in its webhook, from 0. */
    int index() {
        return alert.index();
    }

    /** The partition of the channel's topic that it waits in. */
    public int partition() {
        return place.partition();
    }

    /** Its offset in that partition. */
    public long offset() {
        return place.offset();
    }

    /** Whether it reports the same state of the same alert as the other, so that one of the two is enough. */
    public boolean repeats(Delivery other) {
        return status == other.status && severity == other.severity && startsAt.equals(other.startsAt);
    }
}
