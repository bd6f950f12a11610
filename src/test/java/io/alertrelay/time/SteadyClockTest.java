package io.alertrelay.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.testing.SteppedClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
    private final SteppedClock wall = new SteppedClock();
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 10);
    private final Instant start = wall.instant();
    private final Clock steady = new SteadyClock(wall, nanos::get);

    @Test
    void goesOnByTheMonotonicClockWhoeverSetsTheWallClock() {
        nanos.addAndGet(Duration.ofMinutes(5).toNanos());
        wall.advance(Duration.ofHours(-1));
        assertThat(steady.instant()).isEqualTo(start.plus(Duration.ofMinutes(5)));

        wall.advance(Duration.ofDays(3));
        assertThat(steady.instant()).isEqualTo(start.plus(Duration.ofMinutes(5)));
    }

    @Test
    void showsTheSameMomentInAnyZone() {
        nanos.addAndGet(42);

        assertThat(steady.withZone(ZoneOffset.ofHours(8)).instant()).isEqualTo(steady.instant());
        assertThat(steady.withZone(ZoneOffset.ofHours(8)).getZone()).isEqualTo(ZoneOffset.ofHours(8));
    }
}
