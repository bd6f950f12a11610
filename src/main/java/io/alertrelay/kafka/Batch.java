package io.alertrelay.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Records that were handed over together, until all are acknowledged. For the thread of {@link Lanes} only. */
final class Batch {
    private final Lanes.Listener listener;
    /** What of it each lane has. */
    private final Map<Lane, Load> parts = new HashMap<>(2);

    private int open;
    private boolean waits;
    private boolean parked;
    private boolean dropped;

    /** @param open how many records it has */
    Batch(int open, Lanes.Listener listener) {
        this.open = open;
        this.listener = listener;
    }

    /** One of its records is in that lane now. */
    void entered(Lane lane, Load record) {
        parts.merge(lane, record, Load::plus);
        if (parked) {
            lane.parked(record);
        }
    }

    /** One of its records is no longer in that lane. */
    void left(Lane lane, Load record) {
        parts.computeIfPresent(lane, (same, part) -> part.records() > 1 ? part.minus(record) : null);
        if (parked) {
            lane.noLongerParked(record);
        }
    }

    /** Where its records are. */
    Collection<Lane> lanes() {
        return parts.keySet();
    }

    /** Whether nothing more will become of it. */
    boolean isOver() {
        return open == 0 || dropped;
    }

    boolean isParked() {
        return parked;
    }

    /** One of its records is stored. */
    void stored() {
        if (--open == 0) {
            listener.stored();
        }
    }

    /** Not all of it will be stored. */
    void drop() {
        if (!dropped) {
            dropped = true;
            listener.dropped();
        }
    }

    /** It waits for a faulty partition, and has no room there. */
    void awaitRoom() {
        if (!waits) {
            waits = true;
            listener.waits();
        }
    }

    /** It waits for a faulty partition, and has room there. */
    void park() {
        if (!parked) {
            parked = true;
            parts.forEach(Lane::parked);
            listener.parked();
        }
    }
}
