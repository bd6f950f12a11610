package io.alertrelay.delivery;

import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.Severity;
import io.alertrelay.alert.TraceParent;
import java.time.Instant;
import java.util.Optional;

/**
 * One event that is due to one channel: made once, at routing, and sent unchanged in every attempt.
 *
 * @param receipt of the webhook that contained the alert
 * @param source of the alert, as the receipt and the index say
 * @param severity of a recovery: that of its firing
 * @param startsAt when the alert began, as the webhook stated it; empty if it did not
 * @param opens whether it is the firing that opens the alert for this channel, and no reminder
 * @param rules the version of the rule set that routed it
 * @param why the decision that brought it to this channel, for people
 * @param receivedAt when the webhook was received; the delivery's age counts from then
 * @param replay the id of the replay that made it; empty if it is live
 * @param trace that its webhook belongs to, if the sender stated one
 * @param partition of the channel's topic that it waits in
 * @param offset in that partition
 * @param event the exact bytes of the request
 */
public record Delivery(
        String channel,
        String receipt,
        AlertSource source,
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
        int partition,
        long offset,
        byte[] event) {

    /** Identifies the delivery: an alert of a webhook, to a channel, by a replay if it is replayed. */
    public String id() {
        return receipt + "/" + index() + "/" + channel
                + replay.map(r -> "/" + r).orElse("");
    }

    /** Index of its alert in its webhook, from 0. */
    public int index() {
        return source.index();
    }

    /** Whether it reports the same state of the same alert as the other, so that one of the two is enough. */
    boolean repeats(Delivery other) {
        return status == other.status && severity == other.severity && startsAt.equals(other.startsAt);
    }
}
