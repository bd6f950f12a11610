package io.alertrelay.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class SentLastMinuteTest {
    private static final Instant START = Instant.parse("2026-11-24T11:45:00Z");

    private final SentLastMinute recent = new SentLastMinute();

    @Test
    void theRateIsThatOfTheLastSecondsAlsoWhenItHasJustBegun() {
        assertThat(recent.perSecond(START)).isZero();
        for (int second = 0; second < 30; second++) {
            int sent = second < 20 ? 4 : 2;
            for (int i = 0; i < sent; i++) {
                recent.sent(START.plusSeconds(second));
            }
            if (second == 2) {
                assertThat(recent.perSecond(START.plusSeconds(3))).isEqualTo(4);
            }
        }

        assertThat(recent.perSecond(START.plusSeconds(30))).isEqualTo(2);
        assertThat(recent.inTheLastMinute(START.plusSeconds(30))).isEqualTo(100);
        assertThat(recent.perSecond(START.plusSeconds(90))).isZero();
    }
}
