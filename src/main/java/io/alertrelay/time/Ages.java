package io.alertrelay.time;

import java.time.Instant;
import java.time.InstantSource;

/**
 * The time by which it is decided that something is old enough to be deleted or forgotten: the earlier of the wall
 * clock and a clock that never steps. So a wall clock that leaps forward, a year say, and is set right again has made
 * nothing old, and one that is set back makes things younger. What is old by this is old by both.
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
