package io.alertrelay.observe;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Limits repeated log lines to one a minute, with the number of occurrences in between. Beyond a hundred different
 * lines a minute the rest counts as one, so that a sender with many addresses can't fill the log.
 */
final class RepeatedLines {
    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final int MOST = 100;
    private static final String OTHERS = "others";

    private final Clock clock;
    private final Map<String, Written> written = new HashMap<>();

    RepeatedLines(Clock clock) {
        this.clock = clock;
    }

    /** Counts one occurrence; returns how many there were since the last line, or empty if no line is due. */
    synchronized Optional<Long> next(String what) {
        Instant now = clock.instant();
        if (!written.containsKey(what) && written.size() >= MOST) {
            written.values().removeIf(one -> isOver(one, now));
        }
        String key = written.containsKey(what) || written.size() < MOST ? what : OTHERS;
        Written last = written.get(key);
        if (last != null && !isOver(last, now)) {
            written.put(key, new Written(last.at(), last.since() + 1));
            return Optional.empty();
        }
        written.put(key, new Written(now, 0));
        return Optional.of(last == null ? 0 : last.since());
    }

    /** Also when the clock was set back: otherwise nothing would be logged until it has caught up. */
    private static boolean isOver(Written one, Instant now) {
        return now.isBefore(one.at()) || !now.isBefore(one.at().plus(EVERY));
    }

    private record Written(Instant at, long since) {}
}
