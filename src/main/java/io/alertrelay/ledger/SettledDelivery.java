package io.alertrelay.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * A receipt, as it was read: how a delivery ended.
 *
 * @param receivedAt when the webhook was received
 * @param storedAt when the receipt was written
 * @param partition of the delivery in its channel's topic
 * @param offset of the delivery in its channel's topic; -1 if the receipt does not say
 * @param reason why it was dead-lettered or superseded; empty if it was delivered
 * @param value all that the receipt says
 */
public record SettledDelivery(
        DeliveryId id,
        Instant receivedAt,
        Instant storedAt,
        int partition,
        long offset,
        Outcome outcome,
        String reason,
        ObjectNode value) {}
