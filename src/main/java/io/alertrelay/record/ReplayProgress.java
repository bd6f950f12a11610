package io.alertrelay.record;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A record of the topic of replays: the progress of a replay. Its key is the replay's id and {@code /progress}: of
 * several the last one counts.
 *
 * @param at the time of this state
 * @param channels by name
 * @param perMinute how many deliveries were settled in the last minute
 * @param leftOut what was not sent because something newer was received while the replay ran, by
 *     reason
 * @param message why it failed or waits; empty if neither
 */
public record ReplayProgress(
        ReplayState state,
        Instant at,
        long perMinute,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String message,
        Map<String, OfChannel> channels,
        Map<String, Long> leftOut) {
    private static final String KEY = "/progress";

    public ReplayProgress {
        channels = Collections.unmodifiableMap(new TreeMap<>(channels));
        leftOut = Collections.unmodifiableMap(new TreeMap<>(leftOut));
    }

    /** The key of those of a replay. */
    public static String key(String replay) {
        return replay + KEY;
    }

    /** Reads it; empty if the record is another one, or can't be read. {@link ReplayOrder#id} says of which replay. */
    public static Optional<ReplayProgress> of(StoredRecord record) {
        return Optional.of(record)
                .filter(one -> one.key().endsWith(KEY))
                .flatMap(one -> RecordJson.read(one.value(), ReplayProgress.class))
                .filter(progress -> progress.state != null && progress.at != null);
    }

    /**
     * As written to the topic.
     *
     * @param replay the id of its replay
     */
    public NewRecord draft(String replay) {
        return new NewRecord(key(replay), RecordJson.bytes(this));
    }

    /** The state before it starts. */
    public static ReplayProgress waiting(Instant at) {
        return new ReplayProgress(new ReplayState.Waiting(), at, 0, "", Map.of(), Map.of());
    }

    /**
     * For one channel.
     *
     * @param planned how many will be sent
     * @param fed how many were handed over
     * @param settled how many of these ended, by outcome; {@code no-receipt} if how is not known
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
