package io.alertrelay.fuzz.history;

import io.alertrelay.fuzz.plan.RulePlan;

/**
 * The time of one relay process.
 *
 * @param from epoch milliseconds, when it was started
 * @param struck when it was killed or told to stop; {@link Long#MAX_VALUE} before that
 * @param to when it ended; {@link Long#MAX_VALUE} while it runs
 */
public record Life(String relay, RulePlan rules, long from, long struck, long to) {
    /** Whether it ran at that time. */
    public boolean at(long millis) {
        return from <= millis && millis <= to;
    }

    /** Whether its end was part of that time. */
    public boolean endedIn(long fromMillis, long toMillis) {
        return struck <= toMillis && fromMillis <= to;
    }
}
