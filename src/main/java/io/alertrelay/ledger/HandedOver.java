package io.alertrelay.ledger;

import java.time.Instant;

/**
 * A record of the topic of replayed events: a delivery that a replay handed over to the routing stage.
 *
 * @param receivedAt when its webhook was received
 * @param storedAt when it was handed over
 */
public record HandedOver(DeliveryId id, Instant receivedAt, Instant storedAt, int partition, long offset) {}
