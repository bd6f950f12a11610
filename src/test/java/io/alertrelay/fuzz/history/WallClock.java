package io.alertrelay.fuzz.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How the wall clock of the relays stood to the true time, so that what they dated can be put in order with what others
 * did. Steps are of an hour or more, and a round takes minutes: what a date means is never in doubt.
 */
public final class WallClock {
    /** A relay may read its clock a second late. */
    private static final long CLOCK_MARGIN_MILLIS = 3_000;

    private final List<Spell> spells = new ArrayList<>(List.of(new Spell(Long.MIN_VALUE, 0)));

    private record Spell(long from, long offsetMillis) {}

    /**
     * It was stepped.
     *
     * @param trueMillis when, as epoch milliseconds
     * @param offset how far it is ahead since then
     */
    public synchronized void stepped(long trueMillis, Duration offset) {
        spells.add(new Spell(trueMillis, offset.toMillis()));
    }

    /**
     * The true time, as epoch milliseconds, at which a relay dated something so: the latest at which its clock stood
     * like that. A date at which it never stood is returned as it is.
     */
    public synchronized long trueMillis(long dated) {
        for (int i = spells.size() - 1; i >= 0; i--) {
            long candidate = dated - spells.get(i).offsetMillis;
            long end = i == spells.size() - 1 ? Long.MAX_VALUE : spells.get(i + 1).from + CLOCK_MARGIN_MILLIS;
            if (candidate >= spells.get(i).from && candidate <= end && candidate <= now() + CLOCK_MARGIN_MILLIS) {
                return candidate;
            }
        }
        return dated;
    }

    private static long now() {
        return System.currentTimeMillis();
    }
}
