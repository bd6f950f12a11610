package io.alertrelay.replay;

import io.alertrelay.record.Place;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What to replay, and how.
 *
 * @param id a hash of the content, so that the same order placed twice is one
 * @param by who ordered it
 * @param again whether to send again what a replay has already delivered
 * @param deadLetters the dead letters to redrive, by their places; empty for a replay of webhooks
 * @param share the part of each channel's rate that it may use, above 0 and at most 1
 * @param rules the versions of the rules that it was planned with, by integration; it is refused if they have changed
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

    /** Whether it redrives dead letters. */
    boolean isRedrive() {
        return !deadLetters.isEmpty();
    }

    /** The same order with another id. */
    ReplayOrder named(String name) {
        return new ReplayOrder(name, createdAt, by, narrowing, destination, share, again, deadLetters, bounds, rules);
    }
}
