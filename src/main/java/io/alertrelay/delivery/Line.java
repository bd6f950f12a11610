package io.alertrelay.delivery;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What waits for one alert, in its order. Only the first is ever sent; but the line has the rank of the most severe in
 * it, so that a Critical behind a Warning of the same alert lifts both.
 */
final class Line {
    private final String key;
    private final long number;
    private final Deque<Queued> queue = new ArrayDeque<>(2);
    private Optional<Instant> restsUntil = Optional.empty();
    private boolean busy;
    private int recording;
    /** How many there are of each: of a long line, too, the best is known without looking through it. */
    private final NavigableMap<Rank, Integer> ranks = new TreeMap<>();

    Line(String key, long number) {
        this.key = key;
        this.number = number;
    }

    String key() {
        return key;
    }

    Queued first() {
        return queue.getFirst();
    }

    Optional<Queued> last() {
        return Optional.ofNullable(queue.peekLast());
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    int size() {
        return queue.size();
    }

    Iterable<Queued> all() {
        return queue;
    }

    void add(Queued next) {
        queue.addLast(next);
        ranks.merge(rankOf(next), 1, Integer::sum);
    }

    void removeFirst() {
        forgetRank(queue.removeFirst());
    }

    void removeLast() {
        forgetRank(queue.removeLast());
    }

    private void forgetRank(Queued removed) {
        ranks.computeIfPresent(rankOf(removed), (rank, count) -> count == 1 ? null : count - 1);
    }

    /** Whether anything in it is replayed. */
    boolean hasReplayed() {
        return !isEmpty() && ranks.lastKey().replayed();
    }

    /** Removes what waits, in its order; the first stays while it is being sent. */
    List<Queued> removeIf(Predicate<Delivery> gone) {
        List<Queued> removed = new ArrayList<>();
        Queued first = queue.peekFirst();
        Iterator<Queued> each = queue.iterator();
        while (each.hasNext()) {
            Queued next = each.next();
            if (gone.test(next.delivery()) && !(busy && next == first)) {
                each.remove();
                forgetRank(next);
                removed.add(next);
            }
        }
        if (queue.peekFirst() != first) {
            // It was the first that rested.
            restsUntil = Optional.empty();
        }
        return removed;
    }

    /** Whether its first is being sent, or its end is being recorded. */
    boolean busy() {
        return busy;
    }

    void busy(boolean now) {
        busy = now;
    }

    /**
     * Whether a superseded one of it is not recorded as that yet. After a crash it would be sent, so nothing that would
     * then have gone before it may be sent now.
     */
    boolean recording() {
        return recording > 0;
    }

    /** @param change how many more are superseded, or, below 0, were recorded */
    void recording(int change) {
        recording += change;
    }

    /** Until when its first is not tried again; empty if it may be. */
    Optional<Instant> restsUntil() {
        return restsUntil;
    }

    void rest(Optional<Instant> until) {
        restsUntil = until;
    }

    /** By the most severe in it, live before replayed. */
    Rank rank() {
        return ranks.firstKey();
    }

    private Rank rankOf(Queued queued) {
        Delivery delivery = queued.delivery();
        return new Rank(delivery.replay().isPresent(), delivery.severity().ordinal(), queued.agedFrom(), number);
    }

    /** By the age of its first. */
    Rank age() {
        return new Rank(rank().replayed(), 0, first().agedFrom(), number);
    }
}
