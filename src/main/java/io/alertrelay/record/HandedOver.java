package io.alertrelay.record;

import java.time.Instant;
import java.util.Optional;

/**
 * A record of the topic of replayed events, as read by observers: a delivery that a replay handed over to the routing
 * stage.
 *
 * @param receivedAt when its webhook was received
 * @param storedAt when it was handed over
 */
public record HandedOver(DeliveryId id, Instant receivedAt, Instant storedAt, int partition, long offset) {
    /** Reads one; empty if it names no delivery. */
    public static Optional<HandedOver> of(StoredRecord record, ChannelNames channels) {
        return channels.delivery(record)
                .map(id -> new HandedOver(
                        id, record.receivedAt(), record.storedAt(), record.partition(), record.offset()));
    }
}
