package io.alertrelay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    @Test
    void noMinuteEverHasMoreThanTheLimitAndNoneIsTurnedAwayNeedlessly() {
        long seed = 20260503;
        Random random = new Random(seed);
        RateLimit limit = new RateLimit(7);
        List<Instant> admitted = new ArrayList<>();
        Instant now = Instant.EPOCH;
        for (int run = 0; run < 3000; run++) {
            now = now.plusMillis(random.nextInt(12_000));
            Instant minuteAgo = now.minus(Duration.ofMinutes(1));
            long inMinute = admitted.stream().filter(t -> t.isAfter(minuteAgo)).count();

            boolean admits = limit.admits(now);

            assertThat(admits).as("seed %d, run %d", seed, run).isEqualTo(inMinute < 7);
            if (admits) {
                admitted.add(now);
            }
        }
        assertThat(admitted.size()).isBetween(1, 2999);
    }

    @Test
    void aLimitOfNothingIsAMistake() {
        assertThatThrownBy(() -> new RateLimit(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("perMinute: found 0, expected 1 or more");
    }
}
