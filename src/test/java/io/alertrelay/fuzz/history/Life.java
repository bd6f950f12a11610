package io.alertrelay.fuzz.history;

import io.alertrelay.fuzz.plan.RuleBook;

/**
 * The time of one relay process.
 *
 * @param from epoch milliseconds, when it was started
 * @param to when it ended; {@link Long#MAX_VALUE} while it runs
 */
public record Life(String relay, RuleBook rules, long from, long to) {
    /** Whether it ran at that time. */
    public boolean at(long millis) {
        return from <= millis && millis <= to;
    }
}
