package io.alertrelay.delivery;

import java.util.ArrayList;
import java.util.List;

/** The history of an event's attempts: all are counted, the first and the latest ones are kept. */
final class Attempts {
    private static final int FIRST = 5;
    private static final int LATEST = 15;

    private final List<Attempt> kept = new ArrayList<>();
    private int count;

    void add(Attempt attempt) {
        count++;
        if (kept.size() == FIRST + LATEST) {
            kept.remove(FIRST);
        }
        kept.add(attempt);
    }

    int count() {
        return count;
    }

    List<Attempt> kept() {
        return List.copyOf(kept);
    }
}
