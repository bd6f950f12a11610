package io.alertrelay.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
    private final Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1), new Random(3));

    @ParameterizedTest(name = "after {0} failures {1} to {2} ms")
    @CsvSource({"1, 500, 1000", "2, 1000, 2000", "3, 2000, 4000", "7, 30000, 60000", "1000000, 30000, 60000"})
    void doublesUpToTheLimitAndTakesARandomPartOfTheUpperHalf(int failures, long least, long most) {
        for (int i = 0; i < 1_000; i++) {
            assertThat(backoff.after(failures)).isBetween(Duration.ofMillis(least), Duration.ofMillis(most));
        }
    }

    @Test
    void spreadsThoseWhoFailedTogether() {
        Set<Duration> pauses = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            pauses.add(backoff.after(5));
        }
        assertThat(pauses).hasSizeGreaterThan(50);
    }
}
