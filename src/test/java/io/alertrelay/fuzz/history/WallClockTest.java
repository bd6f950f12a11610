package io.alertrelay.fuzz.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WallClockTest {
    private static final long BEGIN = 1_700_000_000_000L;
    private static final long HOUR = 3_600_000;

    private final WallClock clock = new WallClock();

    @Test
    void withoutAStepADateIsWhatItSays() {
        assertThat(clock.trueMillis(BEGIN)).isEqualTo(BEGIN);
    }

    @Test
    void aDateIsReadByTheOffsetOfItsTime() {
        clock.stepped(BEGIN + 10_000, Duration.ofHours(-1));
        clock.stepped(BEGIN + 20_000, Duration.ofDays(1));

        assertThat(clock.trueMillis(BEGIN + 5_000)).isEqualTo(BEGIN + 5_000);
        assertThat(clock.trueMillis(BEGIN + 15_000 - HOUR)).isEqualTo(BEGIN + 15_000);
        assertThat(clock.trueMillis(BEGIN + 25_000 + 24 * HOUR)).isEqualTo(BEGIN + 25_000);
    }

    @Test
    void aRelayThatReadsItsClockLateDatesByTheOneBefore() {
        clock.stepped(BEGIN + 10_000, Duration.ofHours(1));

        assertThat(clock.trueMillis(BEGIN + 11_000)).isEqualTo(BEGIN + 11_000);
    }
}
