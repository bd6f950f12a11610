package io.alertrelay.kafka.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class SteadyTimeTest {
    private final AtomicLong wall = new AtomicLong(1_000_000);
    private final AtomicLong nanos = new AtomicLong(-5);
    private final SteadyTime time = new SteadyTime(wall::get, nanos::get);

    @Test
    void beginsWithTheWallClockAndGoesOnByTheTimeThatPasses() {
        assertThat(time.milliseconds()).isEqualTo(1_000_000);

        nanos.addAndGet(Duration.ofSeconds(3).toNanos());

        assertThat(time.milliseconds()).isEqualTo(1_003_000);
        assertThat(time.hiResClockMs()).isEqualTo(2_999);
    }

    @Test
    void aWallClockThatIsSetBackOrForwardChangesNothing() {
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        wall.addAndGet(-Duration.ofDays(1).toMillis());
        assertThat(time.milliseconds()).isEqualTo(1_001_000);

        wall.addAndGet(Duration.ofDays(400).toMillis());
        assertThat(time.milliseconds()).isEqualTo(1_001_000);
    }

    @Test
    void waitsForAConditionUntilTheDeadlineAtMost() throws Exception {
        Object monitor = new Object();
        time.waitObject(monitor, () -> true, 0);

        assertThatThrownBy(() -> time.waitObject(monitor, () -> false, time.milliseconds()))
                .isInstanceOf(TimeoutException.class);
    }
}
