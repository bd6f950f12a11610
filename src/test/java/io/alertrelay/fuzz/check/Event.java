package io.alertrelay.fuzz.check;

import io.alertrelay.fuzz.history.StoredWebhook;
import io.alertrelay.fuzz.plan.AlertVersion;
import java.util.Comparator;

/** One alert of a stored webhook. What is posted twice is two events. */
record Event(StoredWebhook webhook, int index, AlertVersion version) implements Comparable<Event> {
    private static final Comparator<Event> ORDER = Comparator.comparingInt((Event e) -> e.webhook.partition())
            .thenComparingLong(e -> e.webhook.offset())
            .thenComparingInt(Event::index);

    /** By where it is stored. All events of one alert are in one partition. */
    @Override
    public int compareTo(Event other) {
        return ORDER.compare(this, other);
    }

    String id() {
        return webhook.receipt() + "/" + index;
    }
}
