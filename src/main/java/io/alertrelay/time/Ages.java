package io.alertrelay.time;

import java.time.Instant;
import java.time.InstantSource;

/**
 * The clock for deciding that something is old enough to be deleted or forgotten: the earlier of the wall clock and the
 * steady clock. So a wall clock that jumps forward, by a year for example, and is corrected again makes nothing old,
 * and one that is set back makes things younger.
 *
 * @param steady shows the time of day of the relay's start, moved on by the machine's monotonic clock
 */
public record Ages(InstantSource wall, InstantSource steady) implements InstantSource {
    @Override
    public Instant instant() {
        Instant first = wall.instant();
        Instant second = steady.instant();
        return first.isBefore(second) ? first : second;
    }
}
