package io.alertrelay.delivery;

import io.alertrelay.record.Delivery;
import io.alertrelay.record.Place;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * Deliveries that have ended and are not recorded yet, as long as the topic of receipts or that of dead letters is at
 * fault. A channel that is changed meanwhile has a new outbox, which gets these from the one before. Not thread-safe.
 */
public final class Unrecorded {
    private final Map<Key, CompletableFuture<Long>> recorded = new HashMap<>();

    /** A delivery by its id and where it is in its topic: a second copy of it has its own offset to settle. */
    private record Key(String id, Place place) {
        static Key of(Delivery delivery) {
            return new Key(delivery.id(), delivery.place());
        }
    }

    /** Of a channel that had no outbox before. */
    public static Unrecorded none() {
        return new Unrecorded();
    }

    void add(Delivery delivery) {
        recorded.put(Key.of(delivery), new CompletableFuture<>());
    }

    boolean contains(Delivery delivery) {
        return recorded.containsKey(Key.of(delivery));
    }

    /**
     * Removes it.
     *
     * @return complete when it is recorded, with the offset of the receipts from which later ones will be found; empty
     *     if it is not among these
     */
    Optional<CompletableFuture<Long>> take(Delivery delivery) {
        return Optional.ofNullable(recorded.remove(Key.of(delivery)));
    }

    /** The ids of these. */
    Set<String> ids() {
        return recorded.keySet().stream().map(Key::id).collect(Collectors.toSet());
    }

    Unrecorded copy() {
        return and(none());
    }

    /** A copy of both. */
    Unrecorded and(Unrecorded others) {
        Unrecorded all = new Unrecorded();
        all.recorded.putAll(recorded);
        all.recorded.putAll(others.recorded);
        return all;
    }
}
