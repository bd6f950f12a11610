package io.alertrelay.replay;

import io.alertrelay.record.Place;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What is to be sent again, and how.
 *
 * @param id names it; made of what it sends again and how, so that the same order placed twice is one
 * @param by who ordered it
 * @param again whether what a replay delivered already is sent once more
 * @param deadLetters the dead letters to redrive, by their places; empty for a replay of webhooks
 * @param share of each channel's rate that it may use, above 0 and at most 1
 * @param rules the versions of the rules that it was planned with, by integration; a replay by other rules is refused
 */
public record ReplayOrder(
        String id,
        Instant createdAt,
        String by,
        ReplayFilter narrowing,
        Destination destination,
        double share,
        boolean again,
        List<Place> deadLetters,
        ReplayBounds bounds,
        Map<String, String> rules) {
    /** A share that leaves live traffic most of the rate. */
    public static final double DEFAULT_SHARE = 0.2;

    public ReplayOrder {
        deadLetters = List.copyOf(deadLetters);
        rules = Map.copyOf(rules);
    }

    /** Whether it sends dead letters again. */
    public boolean isRedrive() {
        return !deadLetters.isEmpty();
    }

    /** The same under another name. */
    public ReplayOrder named(String name) {
        return new ReplayOrder(name, createdAt, by, narrowing, destination, share, again, deadLetters, bounds, rules);
    }
}
