package io.alertrelay.delivery;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The history of an event's attempts: all are counted, the first and the latest ones are kept. */
public final class Attempts {
    private static final int FIRST = 5;
    private static final int LATEST = 15;

    private final List<Attempt> kept = new ArrayList<>(1);
    private int count;
    private int unanswered;

    void add(Attempt attempt) {
        count++;
        unanswered += attempt.unanswered() ? 1 : 0;
        if (kept.size() == FIRST + LATEST) {
            kept.remove(FIRST);
        }
        kept.add(attempt);
    }

    AttemptCounts tally() {
        return new AttemptCounts(
                count,
                unanswered,
                Optional.ofNullable(kept.isEmpty() ? null : kept.get(0).at()));
    }

    /** The last one; there is one. */
    Attempt latest() {
        return kept.get(kept.size() - 1);
    }

    List<Attempt> kept() {
        return List.copyOf(kept);
    }

    /**
     * The attempts in numbers.
     *
     * @param count how many, since the relay last started
     * @param unanswered how many of them may have reached Flashduty without an answer
     * @param firstAt when the first one ended
     */
    public record AttemptCounts(int count, int unanswered, Optional<Instant> firstAt) {
        static final AttemptCounts NONE = new AttemptCounts(0, 0, Optional.empty());
    }
}
