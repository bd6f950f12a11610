package io.alertrelay.observe;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Says of what happens again and again, at most once a minute, and how often it happened in between. */
final class Repeats {
    private static final Duration EVERY = Duration.ofMinutes(1);

    private final Clock clock;
    private final Map<String, Told> told = new HashMap<>();

    Repeats(Clock clock) {
        this.clock = clock;
    }

    /** It happened once more: how often it did since it was last told, or empty if it is not to be told now. */
    synchronized Optional<Long> next(String what) {
        Told last = told.get(what);
        Instant now = clock.instant();
        if (last != null && now.isBefore(last.at().plus(EVERY))) {
            told.put(what, new Told(last.at(), last.since() + 1));
            return Optional.empty();
        }
        told.put(what, new Told(now, 0));
        return Optional.of(last == null ? 0 : last.since());
    }

    private record Told(Instant at, long since) {}
}
