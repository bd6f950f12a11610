package io.alertrelay.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PassedTimeTest {
    private static final Instant START = Instant.parse("2026-12-01T00:00:00Z");

    private Duration monotonic = Duration.ofHours(1);
    private Duration wall = Duration.ZERO;
    private Duration up = Duration.ofHours(2);
    private boolean known = true;

    @Test
    void theTimeThatTheMachineSleptHasPassed() {
        PassedTime time = time();
        long before = time.getAsLong();

        pass(Duration.ofSeconds(3));
        sleep(Duration.ofSeconds(600));
        assertThat(time.getAsLong() - before).isEqualTo(Duration.ofSeconds(603).toNanos());
        pass(Duration.ofSeconds(1));
        sleep(Duration.ofSeconds(60));

        assertThat(time.getAsLong() - before).isEqualTo(Duration.ofSeconds(664).toNanos());
    }

    @Test
    void aWallClockThatIsSetChangesNothing() {
        PassedTime time = time();
        long before = time.getAsLong();

        wall = wall.plusDays(1);
        assertThat(time.getAsLong()).isEqualTo(before);
        wall = wall.minusDays(2);
        pass(Duration.ofSeconds(1));

        assertThat(time.getAsLong() - before).isEqualTo(Duration.ofSeconds(1).toNanos());
    }

    @Test
    void withoutAnUptimeItIsTheMonotonicClock() {
        known = false;
        PassedTime time = time();

        sleep(Duration.ofSeconds(600));

        assertThat(time.getAsLong()).isEqualTo(monotonic.toNanos());
    }

    @Test
    void thisMachineHasAnUptime() {
        PassedTime time = PassedTime.ofSystem();

        assertThat(time.getAsLong()).isLessThanOrEqualTo(time.getAsLong());
    }

    private PassedTime time() {
        return new PassedTime(
                () -> monotonic.toNanos(),
                () -> START.plus(wall),
                () -> known ? OptionalLong.of(up.toNanos()) : OptionalLong.empty());
    }

    private void pass(Duration time) {
        monotonic = monotonic.plus(time);
        sleep(time);
    }

    /** The monotonic clock stands still. */
    private void sleep(Duration time) {
        wall = wall.plus(time);
        up = up.plus(time);
    }
}
