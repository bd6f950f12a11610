package io.alertrelay.delivery;

import java.time.Instant;
import java.util.Comparator;

/**
 * Whose turn it is: live before replayed, then the most severe, then the oldest.
 *
 * @param replayed whether every event in the queue is replayed
 * @param severity 0 is the most severe
 * @param age since when
 * @param queue distinguishes queues
 */
record Rank(boolean replayed, int severity, Instant age, long queue) implements Comparable<Rank> {
    private static final Comparator<Rank> ORDER = Comparator.comparing(Rank::replayed)
            .thenComparing(Rank::severity)
            .thenComparing(Rank::age)
            .thenComparing(Rank::queue);

    /** The same by age alone, live before replayed. */
    static final Comparator<Rank> BY_AGE =
            Comparator.comparing(Rank::replayed).thenComparing(Rank::age).thenComparing(Rank::queue);

    @Override
    public int compareTo(Rank other) {
        return ORDER.compare(this, other);
    }
}
