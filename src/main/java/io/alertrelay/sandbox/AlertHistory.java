package io.alertrelay.sandbox;

import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The history of one alert, as Flashduty would have seen it.
 *
 * @param alertKey the identity of the alert
 * @param states the {@code event_status} of each accepted event, in that order, without the discarded duplicates; the
 *     newest 10,000
 */
public record AlertHistory(String alertKey, List<String> states) {
    private static final Set<String> CLOSING = Set.of("Ok", "resolved");

    public AlertHistory {
        states = List.copyOf(states);
    }

    /** Whether its last state is a firing one. */
    boolean open() {
        return !states.isEmpty() && !closes(states.size() - 1);
    }

    /** How often a firing directly followed a recovery: a new incident, or events out of order. */
    int reopened() {
        return count(i -> !closes(i) && i > 0 && closes(i - 1));
    }

    /** How often a recovery was received when the alert was not open: its firing is lost, or still on its way. */
    int recoveriesWithoutFiring() {
        return count(i -> closes(i) && (i == 0 || closes(i - 1)));
    }

    private boolean closes(int index) {
        return CLOSING.contains(states.get(index));
    }

    private int count(IntPredicate condition) {
        return (int) IntStream.range(0, states.size()).filter(condition).count();
    }
}
