package io.alertrelay.replay;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How far a replay is.
 *
 * @param at when that was so
 * @param channels by name
 * @param perMinute how many were settled in the last minute
 * @param leftOut what was not sent after all, because something newer came while the replay ran, by {@link Reason#word}
 * @param message why it failed or waits; empty if there is nothing to say
 */
public record ReplayProgress(
        State state,
        Instant at,
        Map<String, OfChannel> channels,
        long perMinute,
        Map<String, Long> leftOut,
        String message) {
    public ReplayProgress {
        channels = Collections.unmodifiableMap(new TreeMap<>(channels));
        leftOut = Collections.unmodifiableMap(new TreeMap<>(leftOut));
    }

    /** Nothing was done yet. */
    public static ReplayProgress waiting(Instant at) {
        return new ReplayProgress(State.WAITING, at, Map.of(), 0, Map.of(), "");
    }

    /** The states of a replay. */
    public enum State {
        /** Another one goes first, or no relay has taken it up. */
        WAITING("waiting"),
        /** The stretch is read. */
        PLANNING("planning"),
        /** Events are sent. */
        RUNNING("running"),
        /** Somebody paused it. */
        PAUSED("paused"),
        /** All that was to be sent is settled. */
        DONE("done"),
        /** Somebody cancelled it. */
        CANCELLED("cancelled"),
        /** It can't be carried out. */
        FAILED("failed");

        private final String word;

        State(String word) {
            this.word = word;
        }

        /** As records and people write it. */
        public String word() {
            return word;
        }

        /** Whether nothing more will happen. */
        public boolean isEnd() {
            return this == DONE || this == CANCELLED || this == FAILED;
        }

        static Optional<State> of(String word) {
            return Arrays.stream(values()).filter(s -> s.word.equals(word)).findFirst();
        }
    }

    /**
     * For one channel.
     *
     * @param planned how many are to be sent
     * @param fed how many were handed over to the channel
     * @param settled how many of these ended, by outcome
     */
    public record OfChannel(long planned, long fed, Map<String, Long> settled) {
        public OfChannel {
            settled = Collections.unmodifiableMap(new TreeMap<>(settled));
        }

        /** How many ended. */
        public long ended() {
            return settled.values().stream().mapToLong(Long::longValue).sum();
        }
    }
}
