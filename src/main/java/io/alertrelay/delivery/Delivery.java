package io.alertrelay.delivery;

import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.Severity;
import java.time.Instant;

/**
 * One event that is due to one channel: made once, at routing, and sent unchanged in every attempt.
 *
 * @param receipt of the webhook that it came in
 * @param index of its alert in that webhook, from 0
 * @param rules the version of the rule set that routed it
 * @param why the decision that brought it to this channel, for people
 * @param receivedAt when the webhook came in; its age counts from then
 * @param partition of the channel's topic that it waits in
 * @param offset in that partition
 * @param event the exact bytes of the request
 */
public record Delivery(
        String channel,
        String receipt,
        int index,
        String integration,
        String alertKey,
        AlertStatus status,
        Severity severity,
        String rules,
        String why,
        Instant receivedAt,
        int partition,
        long offset,
        byte[] event) {

    /** Names it among all deliveries of the relay: an alert of a webhook, to a channel. */
    public String id() {
        return receipt + "/" + index + "/" + channel;
    }
}
