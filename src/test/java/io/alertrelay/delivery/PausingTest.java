package io.alertrelay.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PausingTest {
    private static final Instant ORDERED = Instant.parse("2026-11-28T10:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Instant STEADY = Instant.parse("2026-01-01T00:00:00Z");
    private static final Pause PAUSE = new Pause("alice", "", ORDERED, Optional.of(ORDERED.plus(HOUR)));

    @Test
    void aRelayThatHearsOfItLaterEndsItAtTheSameTimeOfDay() {
        Pausing pausing = Pausing.of(PAUSE, ORDERED.plusSeconds(600), STEADY);

        assertThat(pausing.endsAt()).contains(STEADY.plusSeconds(3_000));
        assertThat(Pausing.of(PAUSE, ORDERED.plus(HOUR), STEADY).isOver(STEADY)).isTrue();
    }

    @Test
    void itNeverLastsLongerThanItWasOrderedForHoweverFarBackTheWallClockIs() {
        assertThat(Pausing.of(PAUSE, ORDERED.minus(Duration.ofDays(9)), STEADY).endsAt())
                .contains(STEADY.plus(HOUR));
    }
}
