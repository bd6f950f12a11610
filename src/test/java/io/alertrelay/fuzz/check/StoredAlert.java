package io.alertrelay.fuzz.check;

import io.alertrelay.fuzz.history.SeenWebhook;
import io.alertrelay.fuzz.plan.AlertVersion;
import java.util.Comparator;

/** One alert of a stored webhook. What is posted twice is two events. */
record StoredAlert(SeenWebhook webhook, int index, AlertVersion version) implements Comparable<StoredAlert> {
    private static final Comparator<StoredAlert> ORDER = Comparator.comparingInt(
                    (StoredAlert e) -> e.webhook.partition())
            .thenComparingLong(e -> e.webhook.offset())
            .thenComparingInt(StoredAlert::index);

    /** By where it is stored. When partitions are doubled, that of an alert stays the same or has a higher number. */
    @Override
    public int compareTo(StoredAlert other) {
        return ORDER.compare(this, other);
    }

    String id() {
        return webhook.receipt() + "/" + index;
    }
}
