package io.alertrelay.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A pause in effect. Its end was given by the wall clock of whoever ordered it; the remaining time is computed once and
 * then measured by the steady clock. So setting the wall clock neither ends it early nor prolongs it, and it is never
 * longer than ordered.
 *
 * @param endsAt by the steady clock; empty if it does not expire
 */
public record Pausing(Pause pause, Optional<Instant> endsAt) {
    /**
     * The pause from now on.
     *
     * @param wall now by the wall clock
     * @param steady the same moment by the steady clock
     */
    public static Pausing of(Pause pause, Instant wall, Instant steady) {
        return new Pausing(pause, pause.until().map(until -> {
            Duration left = Duration.between(wall, until);
            Duration whole = Duration.between(pause.since(), until);
            return steady.plus(left.compareTo(whole) < 0 ? left : whole);
        }));
    }

    boolean isOver(Instant steady) {
        return endsAt.filter(end -> !end.isAfter(steady)).isPresent();
    }

    /** The pause with its end by the current wall clock, which is this far ahead of the steady one. */
    Pause shown(Duration ahead) {
        return new Pause(pause.by(), pause.reason(), pause.since(), endsAt.map(end -> end.plus(ahead)));
    }
}
