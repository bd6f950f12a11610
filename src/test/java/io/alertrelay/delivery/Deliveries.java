package io.alertrelay.delivery;

import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.Severity;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Deliveries for tests. */
final class Deliveries {
    private Deliveries() {}

    static Delivery delivery(int offset, Instant receivedAt) {
        return delivery(0, offset, receivedAt);
    }

    static Delivery delivery(int partition, int offset, Instant receivedAt) {
        return new Delivery(
                "payments",
                "w0-" + offset + "-7k3m9qxr2ztc5vbn",
                0,
                "arms-prod",
                "arms-prod:k" + offset,
                AlertStatus.FIRING,
                Severity.CRITICAL,
                "0123456789ab",
                "case 1",
                receivedAt,
                partition,
                offset,
                ("event " + offset).getBytes(StandardCharsets.UTF_8));
    }
}
