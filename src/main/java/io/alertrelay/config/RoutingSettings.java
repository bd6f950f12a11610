package io.alertrelay.config;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * Settings for all rules.
 *
 * @param openAlertMaxAge how long the channels of an open alert are remembered after its last firing
 * @param maxOpenAlerts how many open alerts a relay remembers; empty for a default by its heap
 */
public record RoutingSettings(Duration openAlertMaxAge, OptionalInt maxOpenAlerts) {
    private static final int MOST = 500_000;
    private static final long HEAP_FOR_ONE = 1024;

    /**
     * How many open alerts a relay remembers: as configured, or 500,000, but at most one for each KiB of its heap.
     *
     * @param heap its largest size, in bytes
     */
    public int maxOpenAlerts(long heap) {
        return maxOpenAlerts.orElse((int) Math.min(MOST, Math.max(1, heap / HEAP_FOR_ONE)));
    }
}
