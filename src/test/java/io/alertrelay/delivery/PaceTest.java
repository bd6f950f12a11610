package io.alertrelay.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {
    private final Settable clock = new Settable();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void inNoMinuteAreThereMoreThanTheRateAndASecondsWorthOfIt(long seed) {
        Random random = new Random(seed);
        int permits = 60 + random.nextInt(2_000);
        Pace pace = new Pace(permits, Duration.ofMinutes(1), clock);
        List<Instant> sent = new ArrayList<>();
        for (int i = 0; i < 3 * permits; i++) {
            if (random.nextInt(50) == 0) {
                clock.now = clock.now.plusMillis(random.nextInt(5_000));
            }
            Instant slot = pace.take();
            clock.now = slot.isAfter(clock.now) ? slot : clock.now;
            sent.add(clock.now);
        }
        int allowed = permits + permits / 60 + 2;
        for (int first = 0, last = 0; last < sent.size(); last++) {
            while (!sent.get(first).plusSeconds(60).isAfter(sent.get(last))) {
                first++;
            }
            assertThat(last - first + 1).as("seed " + seed).isLessThanOrEqualTo(allowed);
        }
    }

    @Test
    void afterAPauseASecondsWorthMayGoAtOnce() {
        Pace pace = new Pace(600, Duration.ofMinutes(1), clock);
        clock.now = clock.now.plusSeconds(1_000);
        for (int i = 0; i < 10; i++) {
            assertThat(pace.take()).isBeforeOrEqualTo(clock.now);
        }
        assertThat(pace.take()).isEqualTo(clock.now.plusMillis(100));
    }

    @Test
    void aRateBelowOneASecondHasNoReserve() {
        Pace pace = new Pace(6, Duration.ofMinutes(1), clock);
        assertThat(pace.take()).isEqualTo(clock.now);
        assertThat(pace.take()).isEqualTo(clock.now.plusSeconds(10));
    }

    private static final class Settable extends Clock {
        private Instant now = Instant.parse("2026-11-22T00:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
