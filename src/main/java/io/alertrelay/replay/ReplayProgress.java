package io.alertrelay.replay;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The progress of a replay.
 *
 * @param at the time of this state
 * @param channels by name
 * @param perMinute how many deliveries were settled in the last minute
 * @param leftOut what was not sent because something newer was received while the replay ran, by {@link Reason#word}
 * @param message why it failed or waits; empty if neither
 */
public record ReplayProgress(
        ReplayState state,
        Instant at,
        long perMinute,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String message,
        Map<String, OfChannel> channels,
        Map<String, Long> leftOut) {
    public ReplayProgress {
        channels = Collections.unmodifiableMap(new TreeMap<>(channels));
        leftOut = Collections.unmodifiableMap(new TreeMap<>(leftOut));
    }

    /** Whether it was read as a whole. */
    boolean isKnown() {
        return state != null && at != null;
    }

    /** The state before it starts. */
    static ReplayProgress waiting(Instant at) {
        return new ReplayProgress(new ReplayState.Waiting(), at, 0, "", Map.of(), Map.of());
    }

    /**
     * For one channel.
     *
     * @param planned how many will be sent
     * @param fed how many were handed over
     * @param settled how many of these ended, by outcome
     */
    public record OfChannel(long planned, long fed, Map<String, Long> settled) {
        public OfChannel {
            settled = Collections.unmodifiableMap(new TreeMap<>(settled));
        }

        /** How many are settled. */
        public long ended() {
            return settled.values().stream().mapToLong(Long::longValue).sum();
        }
    }
}
