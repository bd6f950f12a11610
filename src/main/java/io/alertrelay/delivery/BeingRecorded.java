package io.alertrelay.delivery;

import io.alertrelay.record.Delivery;
import io.alertrelay.record.Place;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The deliveries of a channel whose outcome is being recorded, so that none of them is accepted again when its partition
 * is read again meanwhile. It outlives the channel's outbox: a changed channel has a new one, while what the former one
 * gave to the recorder may still wait for a topic that is at fault. Thread-safe.
 */
public final class BeingRecorded {
    private final Set<Settling> settling = ConcurrentHashMap.newKeySet();

    /** A delivery by its id and where it is in its topic: a second copy of it has its own offset to settle. */
    private record Settling(String id, Place place) {
        static Settling of(Delivery delivery) {
            return new Settling(delivery.id(), delivery.place());
        }
    }

    void begun(Delivery delivery) {
        settling.add(Settling.of(delivery));
    }

    void ended(Delivery delivery) {
        settling.remove(Settling.of(delivery));
    }

    boolean has(Delivery delivery) {
        return settling.contains(Settling.of(delivery));
    }
}
