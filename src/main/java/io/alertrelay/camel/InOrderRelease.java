package io.alertrelay.camel;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Releases the parts of a partition in the order in which they began, in whatever order they become ready. It holds as
 * many entries as parts wait for their acknowledgement, which the routing stage bounds.
 */
final class InOrderRelease {
    private final Map<Integer, Deque<Ticket>> places = new HashMap<>();

    /** The place of one part among those of its partition. */
    static final class Ticket {
        private final int partition;
        private Optional<Runnable> next = Optional.empty();

        private Ticket(int partition) {
            this.partition = partition;
        }
    }

    /** A place after all that the partition has. The caller must report it {@link #ready} eventually. */
    synchronized Ticket take(int partition) {
        Ticket place = new Ticket(partition);
        places.computeIfAbsent(partition, p -> new ArrayDeque<>()).add(place);
        return place;
    }

    /**
     * The part with that place is ready.
     *
     * @param next run as soon as all before it are ready, on this thread or that of the last of them; must not block
     */
    synchronized void ready(Ticket place, Runnable next) {
        place.next = Optional.of(next);
        Deque<Ticket> queue = Objects.requireNonNull(places.get(place.partition));
        while (!queue.isEmpty() && queue.element().next.isPresent()) {
            queue.remove().next.get().run();
        }
        if (queue.isEmpty()) {
            places.remove(place.partition);
        }
    }
}
