package io.alertrelay.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WallClockStepsTest {
    private final AtomicLong nanos = new AtomicLong(-5_000_000_000L);
    private final AtomicLong wall = new AtomicLong(1_795_000_000_000L);
    private final WallClockSteps steps = new WallClockSteps(() -> Instant.ofEpochMilli(wall.get()), nanos::get);

    @Test
    void aClockThatIsSetIsToldOnceWithHowFar() {
        pass(Duration.ofDays(3));
        assertThat(steps.step()).isZero();

        wall.addAndGet(-Duration.ofHours(1).toMillis());
        assertThat(steps.step()).isEqualTo(Duration.ofHours(-1));
        assertThat(steps.step()).isZero();

        wall.addAndGet(Duration.ofDays(365).toMillis());
        assertThat(steps.step()).isEqualTo(Duration.ofDays(365));
    }

    @Test
    void aClockThatIsKeptRightIsNotSet() {
        wall.addAndGet(-1_500);
        assertThat(steps.step()).isZero();
        wall.addAndGet(1_500);
        assertThat(steps.step()).isZero();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
        wall.addAndGet(time.toMillis());
    }
}
