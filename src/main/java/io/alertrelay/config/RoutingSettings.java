package io.alertrelay.config;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * What holds for all rules.
 *
 * @param openAlertMaxAge how long it is remembered where an open alert was sent, since it was last seen firing
 * @param maxOpenAlerts how many open alerts a relay remembers; empty for as many as its heap has room for
 */
public record RoutingSettings(Duration openAlertMaxAge, OptionalInt maxOpenAlerts) {
    private static final int MOST = 500_000;
    private static final long HEAP_FOR_ONE = 1024;

    /**
     * How many open alerts a relay remembers: as is set, or 500,000, but no more than one for each KiB of its heap.
     *
     * @param heap its largest size, in bytes
     */
    public int maxOpenAlerts(long heap) {
        return maxOpenAlerts.orElse((int) Math.min(MOST, Math.max(1, heap / HEAP_FOR_ONE)));
    }
}
