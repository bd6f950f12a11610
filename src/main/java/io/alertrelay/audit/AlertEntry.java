package io.alertrelay.audit;

import java.util.List;

/** What an audit remembers of one alert of a webhook. */
final class AlertEntry {
    private List<List<String>> fanOuts = List.of();
    private long storedAt = Long.MIN_VALUE;

    /**
     * A delivery of it was read.
     *
     * @param known the fan-outs of the alert including this one's, shared with other alerts
     */
    void seen(long at, List<List<String>> known) {
        storedAt = Math.max(storedAt, at);
        fanOuts = known;
    }

    /**
     * Each set of channels that a decision gave it, the latest last. There are several only if it was routed again
     * after a crash, by other rules.
     */
    List<List<String>> fanOuts() {
        return fanOuts;
    }

    /** When the latest of its deliveries was stored, in epoch milliseconds. */
    long storedAt() {
        return storedAt;
    }
}
