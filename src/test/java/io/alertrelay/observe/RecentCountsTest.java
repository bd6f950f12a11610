package io.alertrelay.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecentCountsTest {
    private static final Instant NOW = Instant.parse("2026-05-02T10:00:00Z");

    private final RecentCounts count = new RecentCounts(Duration.ofHours(24), Duration.ofMinutes(10));

    @Test
    void countsByNameWhatIsOfTheLastDay() {
        count.add("payments", 1, NOW.minus(Duration.ofHours(30)));
        count.add("payments", 1, NOW.minus(Duration.ofHours(23)));
        count.add("oncall", 1, NOW.minus(Duration.ofHours(1)));
        count.add("payments", 1, NOW);

        assertThat(count.until(NOW)).isEqualTo(Map.of("payments", 2L, "oncall", 1L));
        assertThat(count.until(NOW.plus(Duration.ofHours(2)))).isEqualTo(Map.of("payments", 1L, "oncall", 1L));
        assertThat(count.until(NOW.plus(Duration.ofDays(3)))).isEmpty();
    }

    @Test
    void whatAClockThatWasAheadHasDatedDoesNotCountAndIsForgottenIfThatIsFarAhead() {
        count.add("payments", 1, NOW.plus(Duration.ofDays(365)));
        count.add("oncall", 1, NOW.plus(Duration.ofHours(1)));
        count.add("night", 1, NOW.plus(Duration.ofMinutes(1)));

        assertThat(count.until(NOW)).isEqualTo(Map.of("night", 1L));
        assertThat(count.between(NOW.minus(Duration.ofMinutes(15)), NOW)).isEqualTo(Map.of("night", 1L));
        assertThat(count.until(NOW.plus(Duration.ofDays(365)))).isEmpty();
    }

    @Test
    void aClockThatIsSetBackForAMomentMakesNothingForgotten() {
        count.add("payments", 1, NOW);

        assertThat(count.until(NOW.minus(Duration.ofHours(2)))).isEmpty();
        assertThat(count.until(NOW)).isEqualTo(Map.of("payments", 1L));
    }

    @Test
    void namesWithoutEndAreCountedTogether() {
        for (int i = 0; i < 5_000; i++) {
            count.add("channel-" + i, 1, NOW);
        }

        assertThat(count.until(NOW)).hasSize(1_001).containsEntry("(others)", 4_000L);
    }
}
