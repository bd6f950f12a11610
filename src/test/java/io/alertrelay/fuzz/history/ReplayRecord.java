package io.alertrelay.fuzz.history;

import java.util.Map;

/**
 * A record of the topic of replays.
 *
 * @param key the id of the replay, with {@code /progress} behind it if it tells how far it is
 * @param state if it tells so
 * @param message that goes with it, or empty text
 * @param to of an order, the offset before which webhooks are replayed, by partition
 */
public record ReplayRecord(String key, String state, String message, Map<Integer, Long> to) {
    private static final String PROGRESS = "/progress";

    public ReplayRecord {
        to = Map.copyOf(to);
    }

    /** Whether it is the order itself. */
    public boolean order() {
        return !key.contains("/");
    }

    /** Whether it tells how far that replay is. */
    public boolean progressOf(String id) {
        return key.equals(id + PROGRESS);
    }
}
