package io.alertrelay.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.testing.SteppedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {
    private final SteppedClock clock = new SteppedClock();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void inNoMinuteAreThereMoreThanTheRateAndASecondsWorthOfIt(long seed) {
        Random random = new Random(seed);
        int permits = 60 + random.nextInt(2_000);
        Pace pace = new Pace(permits, Duration.ofMinutes(1));
        List<Instant> sent = new ArrayList<>();
        for (int i = 0; i < 3 * permits; i++) {
            if (random.nextInt(50) == 0) {
                clock.advance(Duration.ofMillis(random.nextInt(5_000)));
            }
            Instant slot = pace.take(clock.instant());
            if (slot.isAfter(clock.instant())) {
                clock.advance(Duration.between(clock.instant(), slot));
            }
            sent.add(clock.instant());
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
        Pace pace = new Pace(600, Duration.ofMinutes(1));
        clock.advance(Duration.ofSeconds(1_000));
        for (int i = 0; i < 10; i++) {
            assertThat(pace.take(clock.instant())).isBeforeOrEqualTo(clock.instant());
        }
        assertThat(pace.take(clock.instant())).isEqualTo(clock.instant().plusMillis(100));
    }

    @Test
    void aPartOfTheRateSpacesRequestsWider() {
        Pace pace = new Pace(600, Duration.ofMinutes(1));
        pace.share(0.5);
        Instant first = pace.take(clock.instant());
        for (int i = 0; i < 9; i++) {
            pace.take(clock.instant());
        }
        assertThat(pace.next(clock.instant())).isEqualTo(first.plusSeconds(2));
    }

    @Test
    void aRateBelowOneASecondHasNoReserve() {
        Pace pace = new Pace(6, Duration.ofMinutes(1));
        assertThat(pace.take(clock.instant())).isEqualTo(clock.instant());
        assertThat(pace.take(clock.instant())).isEqualTo(clock.instant().plusSeconds(10));
    }
}
