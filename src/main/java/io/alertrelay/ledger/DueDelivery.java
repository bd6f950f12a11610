package io.alertrelay.ledger;

import java.time.Instant;
import java.util.List;

/**
 * A record of a channel's topic, without the event: what is to be delivered.
 *
 * @param receivedAt when its webhook was received
 * @param storedAt when the record was made
 * @param fanOut every channel that the decision sent the alert to, this one included; empty if the record does not say
 */
public record DueDelivery(
        DeliveryId id,
        Instant receivedAt,
        Instant storedAt,
        int partition,
        long offset,
        String alertKey,
        String status,
        String severity,
        String rules,
        String why,
        List<String> fanOut) {
    public DueDelivery {
        fanOut = List.copyOf(fanOut);
    }
}
