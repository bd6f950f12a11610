package io.alertrelay.observe;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Says of what happens again and again, at most once a minute, and how often it happened in between. Of more than a
 * hundred different things in a minute the rest counts as one, so that who has many addresses can't fill the log.
 */
final class RepeatedLines {
    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final int MOST = 100;
    private static final String OTHERS = "others";

    private final Clock clock;
    private final Map<String, Told> told = new HashMap<>();

    RepeatedLines(Clock clock) {
        this.clock = clock;
    }

    /** It happened once more: how often it did since it was last told, or empty if it is not to be told now. */
    synchronized Optional<Long> next(String what) {
        Instant now = clock.instant();
        if (!told.containsKey(what) && told.size() >= MOST) {
            told.values().removeIf(one -> isOver(one, now));
        }
        String key = told.containsKey(what) || told.size() < MOST ? what : OTHERS;
        Told last = told.get(key);
        if (last != null && !isOver(last, now)) {
            told.put(key, new Told(last.at(), last.since() + 1));
            return Optional.empty();
        }
        told.put(key, new Told(now, 0));
        return Optional.of(last == null ? 0 : last.since());
    }

    /** Also when the clock was set back: a minute is soon over, an hour is not. */
    private static boolean isOver(Told one, Instant now) {
        return now.isBefore(one.at()) || !now.isBefore(one.at().plus(EVERY));
    }

    private record Told(Instant at, long since) {}
}
