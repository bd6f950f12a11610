package io.alertrelay.delivery;

import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.Severity;
import io.alertrelay.record.Delivery;
import io.alertrelay.record.Place;
import io.alertrelay.testing.WebhookReceipts;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/** Deliveries for tests. */
public final class Deliveries {
    private Deliveries() {}

    /** A Critical firing of an alert of its own. */
    public static Delivery delivery(int offset, Instant receivedAt) {
        return delivery(0, offset, receivedAt);
    }

    static Delivery delivery(int partition, int offset, Instant receivedAt) {
        return delivery(partition, offset, receivedAt, "k" + offset, AlertStatus.FIRING, Severity.CRITICAL, true);
    }

    static Delivery firing(int offset, Instant receivedAt, String key, Severity severity) {
        return delivery(0, offset, receivedAt, key, AlertStatus.FIRING, severity, true);
    }

    static Delivery reminder(int offset, Instant receivedAt, String key, Severity severity) {
        return delivery(0, offset, receivedAt, key, AlertStatus.FIRING, severity, false);
    }

    static Delivery recovery(int offset, Instant receivedAt, String key, Severity severity) {
        return delivery(0, offset, receivedAt, key, AlertStatus.RESOLVED, severity, false);
    }

    /** The same, made again by a replay: it stands in the channel's topic at another offset. */
    static Delivery replayed(Delivery live, int offset) {
        return with(live, Optional.of("r1"), new Place(live.partition(), offset), live.event());
    }

    /** One whose event has that many bytes. */
    static Delivery large(int offset, int bytes) {
        Delivery delivery = delivery(offset, Instant.EPOCH);
        return with(delivery, delivery.replay(), delivery.place(), new byte[bytes]);
    }

    private static Delivery with(Delivery live, Optional<String> replay, Place place, byte[] event) {
        return new Delivery(
                live.channel(),
                live.alert(),
                live.integration(),
                live.alertKey(),
                live.status(),
                live.severity(),
                live.startsAt(),
                live.opens(),
                live.rules(),
                live.why(),
                live.receivedAt(),
                replay,
                Optional.empty(),
                place,
                event);
    }

    private static Delivery delivery(
            int partition,
            int offset,
            Instant receivedAt,
            String key,
            AlertStatus status,
            Severity severity,
            boolean opens) {
        return new Delivery(
                "payments",
                WebhookReceipts.alert(offset, 0),
                "arms-prod",
                "arms-prod:" + key,
                status,
                severity,
                Optional.of("2026-11-22T02:13:00Z"),
                opens,
                "0123456789ab",
                "case 1",
                receivedAt,
                Optional.empty(),
                Optional.empty(),
                new Place(partition, offset),
                ("event " + offset).getBytes(StandardCharsets.UTF_8));
    }
}
