package io.alertrelay.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.testing.SteppedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AgesTest {
    private final SteppedClock wall = new SteppedClock();
    private final Instant start = wall.instant();
    private final AtomicLong nanos = new AtomicLong();
    private final Ages ages = new Ages(wall, new SteadyClock(wall, nanos::get));

    @Test
    void nothingGrowsOldByALeapForward() {
        pass(Duration.ofHours(1));
        wall.advance(Duration.ofDays(365));
        pass(Duration.ofHours(1));

        assertThat(ages.instant()).isEqualTo(start.plus(Duration.ofHours(2)));

        wall.advance(Duration.ofDays(-365));
        pass(Duration.ofHours(1));
        assertThat(ages.instant()).isEqualTo(start.plus(Duration.ofHours(3)));
    }

    @Test
    void aClockThatIsSetBackIsBelieved() {
        pass(Duration.ofHours(1));
        wall.advance(Duration.ofDays(-365));

        assertThat(ages.instant()).isEqualTo(start.plus(Duration.ofHours(1)).minus(Duration.ofDays(365)));
    }

    private void pass(Duration time) {
        wall.advance(time);
        nanos.addAndGet(time.toNanos());
    }
}
